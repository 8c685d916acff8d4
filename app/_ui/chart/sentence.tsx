"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Span } from "#server/contract/buckets";
import type { Line } from "./lines";
import { digitsFor } from "./number-digits";
import { digitsLike, summaryOf } from "./summary";
import { useSpanWords } from "./use-span-words";

/** What a picture says, in words. */
export function Sentence({ name, lines, span }: { name: string; lines: readonly Line[]; span: Span | null }) {
  const t = useTranslations("chart");
  const format = useFormatter();
  const words = useSpanWords();
  if (!span) return null;
  const said = lines.map((line) => {
    const curve = line.curve(span);
    const summary = summaryOf(curve, span);
    if (!summary) return t("lineEmpty", { name: line.name });
    const number = (value: number) => format.number(value, digitsFor(value, digitsLike(curve)));
    return t("line", {
      name: line.name,
      latest: number(summary.latest),
      min: number(summary.min),
      max: number(summary.max),
      unit: line.unit ? ` ${line.unit}` : "",
    });
  });
  return `${t("sentence", { name, span: words })} ${said.join(" ")}`;
}
