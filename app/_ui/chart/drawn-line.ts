import { bucketWidth, type Span } from "#server/contract/buckets";
import type { Series as Past } from "#server/contract/shapes";
import type { Feed } from "@/_live/feed";
import { joinPastAndLive } from "@/_live/past-and-live";
import { type Drawn, POINTS } from "@/_live/past-series";
import { KEPT_POINTS, placeOf, type Series } from "@/_live/series";
import { bucketCurve, type Curve, rawCurve } from "./curve";
import type { Line } from "./lines";

/** A number to draw: what it is called, and where its live values come from. */
export type DrawnNumber = Drawn &
  Omit<Line, "curve"> & {
    feed: Feed;
    /** From when on the feed has everything, by the server's clock. */
    since: number;
  };

/** What the server has summed up; null as long as it has not answered, or where only live values are wanted. */
export type PastOf = () => Past | null;

/** Within so short a span the values themselves are drawn, where they are at hand. */
const RAW_MS = 600_000;

/** The line of a number: the values themselves for the last minutes, else the past and what is live, joined. */
export function drawnLine(drawn: DrawnNumber, past: PastOf, now: () => number, live: boolean): Line {
  const { id, name, unit, colour, since } = drawn;
  const seriesOf = () => seriesIn(drawn);
  let key: readonly unknown[] = [];
  let known: Curve | null = null;

  function curve(span: Span): Curve | null {
    const series = seriesOf();
    if (series && (live || reachesBack(series, since, span))) return rawCurve(series);
    const next = [series?.at.length, series?.at.at(-1), series?.value.at(-1), past(), span.from, span.to];
    if (next.some((part, index) => part !== key[index])) known = summed(past(), series, span, now());
    key = next;
    return known;
  }

  return { id, name, unit, colour, curve };
}

/** The live values of a number. */
export const seriesIn = ({ feed, topic, field }: DrawnNumber): Series | null =>
  feed.logOf(topic)?.numbers.get(field) ?? null;

/** Whether the feed has let go of values that the past does not have yet. */
export function isLacking(series: Series | null, past: Past): boolean {
  return series !== null && series.at.length >= KEPT_POINTS && (series.at[0] ?? 0) > past.to;
}

function reachesBack(series: Series, since: number, { from, to }: Span): boolean {
  const whole = series.at.length < KEPT_POINTS || (series.at[0] ?? 0) <= from;
  return to - from <= RAW_MS && since <= from && whole;
}

function summed(past: Past | null, series: Series | null, span: Span, now: number): Curve | null {
  if (!past && !series) return null;
  const buckets = joinPastAndLive(past, series, bucketWidth(span, POINTS), span);
  const last = series ? placeOf(series.at, span.to) - 1 : -1;
  const at = series?.at[last];
  const value = series?.value[last];
  const newest = at === undefined || value === undefined || at < span.from ? null : { at, value };
  return bucketCurve(buckets, Math.min(now, Math.max(span.to, buckets.at.at(-1) ?? 0)), newest);
}
