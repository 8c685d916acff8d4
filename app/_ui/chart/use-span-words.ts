"use client";

import { useFormatter, useTranslations } from "next-intl";
import { zoomOf } from "@/_live/chart-span";
import { useChartView } from "./charts";
import { readersZone } from "./zone";

const DAY_MS = 24 * 3_600_000;

/** The span that the page shows, in words: "the last hour", "22 Nov 2026, 14:03:10 to 14:07:00". */
export function useSpanWords(): string {
  const t = useTranslations("chart.span");
  const format = useFormatter();
  const view = useChartView();
  const zoom = zoomOf(view);
  if (!zoom) return t(view.range);
  const at = { timeZone: readersZone().name, hourCycle: "h23" } as const;
  const whole = { ...at, dateStyle: "medium", timeStyle: "medium" } as const;
  const day = (time: number) => format.dateTime(time, { timeZone: at.timeZone, dateStyle: "short" });
  const short = zoom.to - zoom.from < DAY_MS && day(zoom.from) === day(zoom.to);
  return t("zoom", {
    from: format.dateTime(zoom.from, whole),
    to: format.dateTime(zoom.to, short ? { ...at, timeStyle: "medium" } : whole),
  });
}
