import type { Span } from "#server/contract/buckets";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The spans that end now, by the word that stands for them in an address; `all` begins with the first value. */
export const RANGES = {
  "5m": 5 * MINUTE,
  "1h": HOUR,
  "24h": 24 * HOUR,
  "7d": 7 * 24 * HOUR,
  "30d": 30 * 24 * HOUR,
  all: null,
} as const;

export type Range = keyof typeof RANGES;

/** What the charts of a page show: a span that moves with the time, or, while `zooms` holds any, its last, which rests. */
export type ChartView = {
  readonly range: Range;
  /** Spans that were zoomed to, each out of the one before. */
  readonly zooms: readonly Span[];
  /** The lines that were picked to be seen together, by `lineId`; null where nobody has. */
  readonly lines: readonly string[] | null;
};

export const LIVE: ChartView = { range: "5m", zooms: [], lines: null };

export const isRange = (word: string): word is Range => Object.hasOwn(RANGES, word);

/** No span is shorter: there is nothing more to see. */
export const SHORTEST_MS = 10_000;
const LONGEST_MS = 200 * 365 * 24 * HOUR;
const MOST_ZOOMS = 50;

export const zoomOf = ({ zooms }: ChartView): Span | null => zooms.at(-1) ?? null;

/** The span that a view shows at a time; `begin` is that of the first value, null where it is not known. */
export function spanOf(view: ChartView, now: number, begin: number | null): Span {
  const zoom = zoomOf(view);
  if (zoom) return zoom;
  const length = RANGES[view.range] ?? Math.max(RANGES["5m"], now - (begin ?? now - RANGES["24h"]));
  return { from: now - length, to: now };
}

/** Another range; what was zoomed to is left. */
export const chooseRange = (view: ChartView, range: Range): ChartView => ({ ...view, range, zooms: [] });

/** Into a span, whichever of its ends is named first. */
export function zoomTo(view: ChartView, one: number, other: number): ChartView {
  const span = atLeastShortest({ from: Math.min(one, other), to: Math.max(one, other) });
  const last = zoomOf(view);
  if (last && last.from === span.from && last.to === span.to) return view;
  return { ...view, zooms: [...view.zooms, span].slice(-MOST_ZOOMS) };
}

/** Out of the last zoom, into the one before or the range. */
export const back = (view: ChartView): ChartView => ({ ...view, zooms: view.zooms.slice(0, -1) });

/** Into the half of what is seen: its middle, or, while it moves, its end. */
export function zoomIn(view: ChartView, seen: Span): ChartView {
  const quarter = (seen.to - seen.from) / 4;
  return zoomOf(view)
    ? zoomTo(view, seen.from + quarter, seen.to - quarter)
    : zoomTo(view, seen.from + 2 * quarter, seen.to);
}

/** Out to twice of what is seen, no further than now. */
export function zoomOut(view: ChartView, seen: Span, now: number): ChartView {
  const half = (seen.to - seen.from) / 2;
  const to = Math.max(seen.from, Math.min(seen.to + half, now));
  return zoomTo(view, Math.max(0, to - Math.min(4 * half, LONGEST_MS)), to);
}

/** Half a span earlier (-1) or later (1), no further than now. It is the same zoom, moved. */
export function shift(view: ChartView, seen: Span, direction: -1 | 1, now: number): ChartView {
  const length = seen.to - seen.from;
  const half = Math.round(length / 2);
  const to = Math.max(length, Math.min(seen.to + direction * half, Math.max(now, seen.to)));
  return zoomTo(zoomOf(view) ? back(view) : view, to - length, to);
}

/** Whether there is anything later to go to. */
export const isAtNow = (view: ChartView, now: number): boolean => (zoomOf(view)?.to ?? now) >= now;

function atLeastShortest({ from, to }: Span): Span {
  const lacking = Math.max(0, SHORTEST_MS - (to - from));
  const begin = Math.max(0, Math.round(from - lacking / 2));
  return { from: begin, to: Math.max(begin + SHORTEST_MS, Math.round(to + lacking / 2)) };
}
