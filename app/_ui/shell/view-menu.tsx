"use client";

import { Languages } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuChoice, MenuLine } from "@/_ui/menu";
import type { Theme } from "@/_ui/theme";
import { LANGUAGES, useThemes, useView } from "@/_ui/use-view";

/** Language and theme, within reach on every page. */
export function ViewMenu({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("common.view");
  const { theme, chooseTheme, locale, chooseLanguage } = useView(initial);
  const themes = useThemes();
  return (
    <Menu
      label={t("label")}
      trigger={<IconButton tooltip={false} label={t("label")} icon={<Languages aria-hidden />} />}
    >
      <MenuChoice label={t("language")} value={locale} onChange={chooseLanguage} options={LANGUAGES} />
      <MenuLine />
      <MenuChoice label={t("theme")} value={theme} onChange={chooseTheme} options={themes} />
    </Menu>
  );
}
