"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";
import type { Span } from "#server/contract/buckets";
import type { Plot } from "./plot";
import { TICK } from "./tick";
import { tickText } from "./tick-text";
import { timeTicks } from "./time-ticks";
import { readersZone } from "./zone";

/** What a time needs to stand beside the next one. */
const TIME_PX = 78;
/** From the plot down to the line on which the times stand. */
const BASELINE_PX = 16.5;

/** The times below a plot. They move with the span, each second, while the frame around them stays. */
export function TimeMarks({ span, plot }: { span: Span; plot: Plot }) {
  const { left, top, width, height } = plot;
  const { ticks, text } = useTimes(span, width);
  return (
    <g textAnchor="middle" {...TICK}>
      {ticks.map((at) => (
        <text
          key={at}
          x={(left + ((at - span.from) / (span.to - span.from)) * width).toFixed(1)}
          y={top + height + BASELINE_PX}
        >
          {text(at)}
        </text>
      ))}
    </g>
  );
}

/** The marks of the time axis; one at the very edge would be cut off there. */
function useTimes(span: Span, width: number) {
  const locale = useLocale();
  return useMemo(() => {
    const { name, zone } = readersZone();
    const { ticks, form } = timeTicks(span, Math.max(1, Math.floor(width / TIME_PX)), zone);
    const text = tickText(locale, name, zone, form);
    const pixel = (span.to - span.from) / width;
    return { ticks: ticks.filter((at) => at <= span.to - (text(at).length * 3.2 - 6) * pixel), text };
  }, [locale, span, width]);
}
