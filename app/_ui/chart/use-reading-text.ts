"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Reading } from "#server/contract/payload";
import { readingText } from "./reading-text";

/** Says readings in the reader's language and numbers. The same function until the language changes. */
export function useReadingText(): (reading: Reading) => string {
  const t = useTranslations("kit.reading");
  const format = useFormatter();
  return useMemo(() => {
    const words = {
      number: (value: number) => format.number(value, digitsOf(value)),
      on: t("on"),
      off: t("off"),
      bytes: (length: number) => t("bytes", { length }),
      empty: t("empty"),
    };
    return (reading: Reading) => readingText(reading, words);
  }, [t, format]);
}

/** At most seven digits that mean something, all of a big number's own; very big and very small ones in powers of ten. */
function digitsOf(value: number) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e12 || size < 1e-6))
    return { notation: "scientific", maximumSignificantDigits: 5 } as const;
  return { maximumSignificantDigits: Math.max(7, Math.ceil(Math.log10(size + 1))) };
}
