"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { LinkWait } from "@/_ui/link-wait";

/** The pages of a class that somebody may open; the one that is open, or holds what is open, is marked. */
export function ClassNav({ slug, instructor }: { slug: string; instructor: boolean }) {
  const t = useTranslations("class.nav");
  const path = usePathname();
  const base = `/c/${slug}`;
  const inTopics = path.startsWith(`${base}/topics`);
  const inPeople = path.startsWith(`${base}/people`);
  const inActivity = path === `${base}/activity`;
  const inSettings = path === `${base}/settings`;
  const pages = [
    { href: base, label: t("kits"), open: !inTopics && !inPeople && !inActivity && !inSettings },
    { href: `${base}/topics`, label: t("topics"), open: inTopics },
    ...(instructor
      ? [
          { href: `${base}/people`, label: t("people"), open: inPeople },
          { href: `${base}/activity`, label: t("activity"), open: inActivity },
          { href: `${base}/settings`, label: t("settings"), open: inSettings },
        ]
      : []),
  ];
  return (
    <nav aria-label={t("label")} className="flex gap-1">
      {pages.map(({ href, label, open }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={open ? (path === href ? "page" : "true") : undefined}
          className="inline-flex h-control-small items-center rounded-control px-2.5 font-medium text-muted hover:bg-sunken hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-accent aria-[current]:decoration-2 aria-[current]:underline-offset-8"
        >
          {label}
          <LinkWait />
        </Link>
      ))}
    </nav>
  );
}
