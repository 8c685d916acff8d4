"use client";

import { useTranslations } from "next-intl";

export const isOff = (text: string | null) => text === "off";

export const isSwitch = (text: string | null) => text === "on" || text === "off";

/** A switch in the reader's language, as its value is; words as they came; and what it is called when nobody knows. */
export function useStateWord() {
  const t = useTranslations("kit.reading");
  const none = useTranslations("chart.strip")("none");
  return (text: string | null) => (text === "on" || text === "off" ? t(text) : (text ?? none));
}
