"use client";

import { useTranslations } from "next-intl";
import { Panel } from "@/_ui/panel";
import { Segments } from "@/_ui/segments";
import type { Theme } from "@/_ui/theme";
import { LANGUAGES, useThemes, useView } from "@/_ui/use-view";

/** Language and theme of this browser. */
export function ViewPanel({ theme: drawn }: { theme: Theme }) {
  const t = useTranslations("account.view");
  const view = useTranslations("common.view");
  const { theme, chooseTheme, locale, chooseLanguage } = useView(drawn);
  return (
    <Panel title={t("title")}>
      <p className="mb-4 text-muted">{t("text")}</p>
      <div className="grid gap-4">
        <Choice label={view("language")}>
          <Segments label={view("language")} value={locale} onChange={chooseLanguage} options={LANGUAGES} />
        </Choice>
        <Choice label={view("theme")}>
          <Segments label={view("theme")} value={theme} onChange={chooseTheme} options={useThemes()} />
        </Choice>
      </div>
    </Panel>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span aria-hidden className="font-medium">
        {label}
      </span>
      {children}
    </div>
  );
}
