"use client";

import { Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useHanded } from "@/_live/handed";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { useHydrated } from "@/_ui/hydrated";
import { PageHeader } from "@/_ui/page-header";
import { Card, type CardOf } from "./card";

type Props = {
  class: string;
  name: string;
  /** Where the student signs in. */
  address: string;
  students: readonly { name: string; username: string | null }[];
};

/** The cards, as they will lie on A4. With new passwords those of the people who got one; else all, with room to write. */
export function Cards({ class: slug, name, address, students }: Props) {
  const t = useTranslations("people.cards");
  const hydrated = useHydrated();
  const handed = useHanded(slug);
  const cards: readonly CardOf[] =
    handed.length > 0 ? handed : students.map((student) => ({ ...student, password: null }));
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          crumbs={[{ href: `/c/${slug}/people`, label: t("back") }]}
          title={t("title")}
          text={t("text", { count: cards.length })}
          actions={
            cards.length > 0 && (
              <Button
                look="primary"
                className="[&>svg]:size-4"
                disabled={!hydrated}
                onClick={() => window.print()}
              >
                <Printer aria-hidden />
                {t("print")}
              </Button>
            )
          }
        />
        {handed.length === 0 && cards.length > 0 && (
          <div className="mb-6">
            <Banner>{t("noPasswords")}</Banner>
          </div>
        )}
      </div>
      <ul
        aria-label={t("title")}
        className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(22rem,1fr))] print:grid-cols-2 print:gap-0"
      >
        {cards.map((card) => (
          <Card key={card.username ?? card.name} card={card} class={name} slug={slug} address={address} />
        ))}
      </ul>
    </>
  );
}
