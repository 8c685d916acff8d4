"use client";

import { Languages } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { rememberChoice } from "@/_ui/cookie";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuChoice, MenuLine } from "@/_ui/menu";
import { THEME_COOKIE, type Theme } from "@/_ui/theme";
import { LOCALE_COOKIE, LOCALES, type Locale } from "@/_words/locales";

const LANGUAGES = (Object.keys(LOCALES) as Locale[]).map((value) => ({
  value,
  label: LOCALES[value],
  lang: value,
}));

/** Language and theme, kept in this browser; for everybody, signed in or not. */
export function ViewMenu({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("common.view");
  const router = useRouter();
  const [theme, setTheme] = useState(initial);
  const chooseTheme = (next: Theme) => {
    setTheme(next);
    rememberChoice(THEME_COOKIE, next === "system" ? null : next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  const chooseLanguage = (next: Locale) => {
    rememberChoice(LOCALE_COOKIE, next);
    router.refresh();
  };
  const themes = [
    { value: "light", label: t("light") },
    { value: "dark", label: t("dark") },
    { value: "system", label: t("system") },
  ] as const;
  return (
    <Menu
      label={t("label")}
      trigger={<IconButton tooltip={false} label={t("label")} icon={<Languages aria-hidden />} />}
    >
      <MenuChoice label={t("language")} value={useLocale()} onChange={chooseLanguage} options={LANGUAGES} />
      <MenuLine />
      <MenuChoice label={t("theme")} value={theme} onChange={chooseTheme} options={themes} />
    </Menu>
  );
}
