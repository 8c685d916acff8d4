"use client";

import { useTranslations } from "next-intl";

export const isOff = (text: string) => text === "off";

export const isSwitch = (text: string) => text === "on" || text === "off";

/** A switch in the reader's language, as its value is; words as they came. */
export function useStateWord() {
  const t = useTranslations("kit.reading");
  return (text: string) => (text === "on" || text === "off" ? t(text) : text);
}
