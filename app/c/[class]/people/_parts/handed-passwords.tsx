"use client";

import { Printer } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Handed } from "@/_live/handed";
import { Button } from "@/_ui/button";
import { CopyButton } from "@/_ui/copy-button";

/** New passwords, to be copied or printed; the way to the cards takes them along. */
export function HandedPasswords({ class: slug, people }: { class: string; people: readonly Handed[] }) {
  const t = useTranslations("people");
  const list = people.map(({ name, username, password }) => [name, username ?? "", password].join("\t"));
  return (
    <div className="grid gap-3">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={t("handed.table")}
        className="max-h-[40vh] overflow-y-auto rounded-control border border-line"
      >
        <table className="w-full text-left">
          <thead className="sticky top-0 bg-panel text-small text-muted">
            <tr className="border-b border-line">
              {(["name", "username", "password"] as const).map((column) => (
                <th key={column} scope="col" className="px-3 py-1.5 font-medium">
                  {t(`roster.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {people.map(({ name, username, password }) => (
              <tr key={username ?? name}>
                <td className="px-3 py-1.5 wrap-anywhere">{name}</td>
                <td className="px-3 py-1.5 wrap-anywhere">{username}</td>
                <td className="min-w-36 px-3 py-1.5 font-mono wrap-anywhere">{password}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="flex flex-wrap gap-2">
        <Button asChild className="[&>svg]:size-4">
          <Link href={`/c/${slug}/people/cards`} prefetch={false}>
            <Printer aria-hidden />
            {t("handed.print")}
          </Link>
        </Button>
        <CopyButton text={list.join("\n")} label={t("handed.copy")} wide />
      </div>
    </div>
  );
}
