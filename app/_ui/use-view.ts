"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { LOCALE_COOKIE, LOCALES, type Locale } from "@/_words/locales";
import { rememberChoice } from "./cookie";
import { THEME_COOKIE, type Theme, themeOf } from "./theme";

/** The languages to choose from, each by its own name. */
export const LANGUAGES = (Object.keys(LOCALES) as Locale[]).map((value) => ({
  value,
  label: LOCALES[value],
  lang: value,
}));

/** The themes to choose from, in words. */
export function useThemes() {
  const t = useTranslations("common.view");
  return [
    { value: "light", label: t("light") },
    { value: "dark", label: t("dark") },
    { value: "system", label: t("system") },
  ] as const;
}

/** How this browser shows Kitroom, and how to change it; kept in the browser, for everybody, signed in or not. */
export function useView(drawn: Theme) {
  const router = useRouter();
  return {
    theme: useSyncExternalStore(followTheme, shownTheme, () => drawn),
    chooseTheme: (next: Theme) => {
      rememberChoice(THEME_COOKIE, next === "system" ? null : next);
      if (next === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
    },
    locale: useLocale(),
    chooseLanguage: (next: Locale) => {
      rememberChoice(LOCALE_COOKIE, next);
      router.refresh();
    },
  };
}

const shownTheme = (): Theme => themeOf(document.documentElement.dataset.theme);

function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
