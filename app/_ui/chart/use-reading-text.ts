"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Reading } from "#server/contract/payload";
import { digitsFor, POWERS_OF_TEN } from "./number-digits";
import { readingText } from "./reading-text";

/** The fewest and the most decimals. */
type Digits = { minimumFractionDigits: number; maximumFractionDigits: number };

/**
 * Says readings in the reader's language and numbers; with `digits` all numbers have as many, so that they do not
 * jump. The same function until the language changes.
 */
export function useReadingText(): (reading: Reading, digits?: Digits) => string {
  const t = useTranslations("kit.reading");
  const format = useFormatter();
  return useMemo(
    () => (reading, digits) =>
      readingText(reading, {
        number: (value) => format.number(value, digitsFor(value, digits ?? digitsOf(value))),
        on: t("on"),
        off: t("off"),
        bytes: (length) => t("bytes", { length }),
        empty: t("empty"),
      }),
    [t, format],
  );
}

/** At most seven digits that mean something, all of a big number's own; very small ones in powers of ten. */
function digitsOf(value: number) {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-6) return POWERS_OF_TEN;
  return { maximumSignificantDigits: Math.max(7, Math.ceil(Math.log10(size + 1))) };
}
