"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Span } from "#server/contract/buckets";
import { zoomOf } from "@/_live/chart-span";
import { useChartView } from "./charts";
import { readersZone } from "./zone";

const DAY_MS = 24 * 3_600_000;

/** The span that the page shows, in words: "the last hour", "22 Nov 2026, 14:03:10 to 14:07:00". */
export function useSpanWords(): string {
  const t = useTranslations("chart.span");
  const view = useChartView();
  const fromTo = useFromTo();
  const zoom = zoomOf(view);
  return zoom ? fromTo(zoom) : t(view.range);
}

/** A span by its ends, in the reader's zone; the day is said once where it is one. */
export function useFromTo(): (span: Span) => string {
  const t = useTranslations("chart.span");
  const format = useFormatter();
  return ({ from, to }) => {
    const at = { timeZone: readersZone().name, hourCycle: "h23" } as const;
    const whole = { ...at, dateStyle: "medium", timeStyle: "medium" } as const;
    const day = (time: number) => format.dateTime(time, { timeZone: at.timeZone, dateStyle: "short" });
    const short = to - from < DAY_MS && day(from) === day(to);
    return t("zoom", {
      from: format.dateTime(from, whole),
      to: format.dateTime(to, short ? { ...at, timeStyle: "medium" } : whole),
    });
  };
}
