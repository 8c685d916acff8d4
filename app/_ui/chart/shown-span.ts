import type { Span } from "#server/contract/buckets";
import { type ChartView, spanOf, zoomOf } from "@/_live/chart-span";
import type { Line } from "./lines";

/** A stream that has just begun fills its chart soon. */
const SHORTEST_SPAN_MS = 60_000;
/** New points appear at the right edge before the frame has moved on. */
const LEAD_MS = 1000;

/** What a picture shows at a time: the live one less than five minutes while its lines are younger. */
export function shownSpan(view: ChartView, now: number, begin: number | null, lines: readonly Line[]): Span {
  const span = spanOf(view, now, begin);
  if (zoomOf(view) || view.range !== "5m") return span;
  const first = Math.min(now, ...lines.map((line) => line.curve(span)?.at[0] ?? now));
  const length = Math.min(span.to - span.from, Math.max(SHORTEST_SPAN_MS, now - first));
  return { from: now - length, to: now + LEAD_MS };
}
