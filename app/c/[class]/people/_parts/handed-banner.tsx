"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { forgetHanded, useHanded } from "@/_live/handed";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";

/** While this page knows new passwords, the way to their cards stays open: a dialog is closed too soon easily. */
export function HandedBanner({ class: slug }: { class: string }) {
  const t = useTranslations("people.handed");
  const people = useHanded(slug);
  if (people.length === 0) return null;
  return (
    <Banner tone="warning">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p>{t("waiting", { count: people.length })}</p>
        <div className="flex flex-wrap gap-2">
          <Button asChild size="small">
            <Link href={`/c/${slug}/people/cards`} prefetch={false}>
              {t("print")}
            </Link>
          </Button>
          <Button size="small" onClick={() => forgetHanded(slug)}>
            {t("forget")}
          </Button>
        </div>
      </div>
    </Banner>
  );
}
