import type { Span } from "#server/contract/buckets";
import { decimalsOf, placeOf, usualDecimals } from "@/_live/series";
import type { Curve } from "./curve";

/** What a line says within a span, for a sentence and for the axis. */
export type Summary = { latest: number; min: number; max: number };

/** Null where the line has no point within the span. */
export function summaryOf(curve: Curve | null, { from, to }: Span): Summary | null {
  if (!curve) return null;
  const begin = placeOf(curve.at, from - 1);
  const end = placeOf(curve.at, to);
  const latest = curve.value[end - 1];
  if (begin >= end || latest === undefined) return null;
  const { min: lows, max: highs } = curve.band ?? { min: curve.value, max: curve.value };
  let min = latest;
  let max = latest;
  for (let index = begin; index < end; index++) {
    min = Math.min(min, lows[index] ?? min);
    max = Math.max(max, highs[index] ?? max);
  }
  return { latest, min, max };
}

/** What a line was in a stretch of time, or at a moment. */
export type Reach = { mean: number; min: number; max: number };

/** The mean, lowest and highest in each step of a span; null where a step has no value. */
export function stepsOf(curve: Curve | null, steps: readonly number[], stepMs: number): (Reach | null)[] {
  return steps.map((from) => {
    const span = { from, to: from + stepMs - 1 };
    const summary = summaryOf(curve, span);
    return curve && summary && { mean: meanOf(curve, span), min: summary.min, max: summary.max };
  });
}

/** Of values, not of points: a point weighs as much as it stands for. */
function meanOf({ at, value, count }: Curve, { from, to }: Span): number {
  const begin = placeOf(at, from - 1);
  const end = placeOf(at, to);
  let mean = value[begin] ?? 0;
  let weight = count?.[begin] ?? 1;
  for (let index = begin + 1; index < end; index++) {
    const more = count?.[index] ?? 1;
    if (more === 0) continue;
    weight += more;
    const share = more / weight;
    mean = mean * (1 - share) + (value[index] ?? 0) * share;
  }
  return mean;
}

/** How far from a point the pointer may be, where its neighbours do not say how far apart points are. */
const REACH_MS = 5000;

/** What a line was at a moment: its nearest point, if one is near. */
export function valueAt(curve: Curve | null, moment: number): Reach | null {
  if (!curve) return null;
  const reach = curve.gapMs === null ? REACH_MS : curve.gapMs / 2;
  const after = placeOf(curve.at, moment);
  const near = [after - 1, after]
    .map((index) => ({ distance: Math.abs((curve.at[index] ?? Number.NaN) - moment), index }))
    .filter(({ distance }) => distance <= reach)
    .sort((one, other) => one.distance - other.distance)[0];
  const mean = near && curve.value[near.index];
  if (!near || mean === undefined) return null;
  return { mean, min: curve.band?.min[near.index] ?? mean, max: curve.band?.max[near.index] ?? mean };
}

/** How the values of a line are written beneath each other: with the usual decimals, and none with more than it came with. */
export function digitsLike(curve: Curve | null) {
  const last = lastOf(curve);
  return { minimumFractionDigits: usualDecimals(last), maximumFractionDigits: decimalsOf(last) };
}

/** The same for a mean of several, which falls between the values: one decimal more than is usual. */
export function digitsOfMean(curve: Curve | null) {
  const decimals = usualDecimals(lastOf(curve)) + (curve?.band ? 1 : 0);
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

const DECIMALS_OF_LAST = 30;

/** Values that were sent: the highest of each point that stands for several. */
const lastOf = (curve: Curve | null) => ({
  at: [],
  value: (curve?.band?.max ?? curve?.value ?? []).slice(-DECIMALS_OF_LAST),
});
