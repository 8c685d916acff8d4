"use client";

import { Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/_ui/button";
import { useHydrated } from "@/_ui/hydrated";
import { PageHeader } from "@/_ui/page-header";
import { Segments } from "@/_ui/segments";
import { KitCard, type KitCardOf } from "./kit-card";
import { RenewKeys } from "./renew-keys";

type Props = {
  class: string;
  name: string;
  address: string;
  broker: { host: string; port: number };
  cards: readonly KitCardOf[];
  /** The class is not archived: its keys can be renewed. */
  open: boolean;
};

/** The kits' cards, as they will lie on A4: all of them, or those that nobody has claimed. */
export function KitCards({ class: slug, name, address, broker, cards, open }: Props) {
  const t = useTranslations("cards");
  const hydrated = useHydrated();
  const free = cards.filter(({ owner }) => owner === null);
  const mixed = free.length > 0 && free.length < cards.length;
  const [which, setWhich] = useState<"free" | "all">("free");
  const shown = mixed && which === "free" ? free : cards;
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          crumbs={[{ href: `/c/${slug}`, label: name }]}
          title={t("title")}
          text={t("text", { count: shown.length })}
          actions={
            cards.length > 0 && (
              <>
                {mixed && (
                  <Segments
                    label={t("which")}
                    value={which}
                    onChange={setWhich}
                    options={[
                      { value: "free", label: t("free", { count: free.length }) },
                      { value: "all", label: t("all", { count: cards.length }) },
                    ]}
                  />
                )}
                {open && <RenewKeys class={slug} count={cards.length} />}
                <Button
                  look="primary"
                  className="[&>svg]:size-4"
                  disabled={!hydrated}
                  onClick={() => window.print()}
                >
                  <Printer aria-hidden />
                  {t("print")}
                </Button>
              </>
            )
          }
        />
        <p className="mb-6 max-w-prose text-muted">{t("secret")}</p>
      </div>
      <ul
        aria-label={t("title")}
        className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(22rem,1fr))] print:grid-cols-2 print:gap-0"
      >
        {shown.map((card) => (
          <KitCard key={card.slug} card={card} class={name} address={address} broker={broker} />
        ))}
      </ul>
    </>
  );
}
