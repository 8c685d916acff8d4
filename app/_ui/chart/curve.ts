import type { Buckets } from "@/_live/past-and-live";
import type { Series } from "@/_live/series";

/** What is drawn of a line, in columns and in order of time. */
export type Curve = {
  at: readonly number[];
  value: readonly number[];
  /** The lowest and highest of what each point stands for; null where each is a value itself. */
  band: { min: readonly number[]; max: readonly number[] } | null;
  /** How many values each point stands for; null where it is one each. */
  count: readonly number[] | null;
  /** A longer pause is a gap; null where the last intervals say what is usual. */
  gapMs: number | null;
};

/** The values themselves. */
export const rawCurve = ({ at, value }: Series): Curve => ({
  at,
  value,
  band: null,
  count: null,
  gapMs: null,
});

/** What a pause must exceed the usual distance of buckets by to be a gap: two of them without a value, not one. */
const GAP_FACTOR = 2.5;

/**
 * Means of buckets, each in the middle of its bucket, of the open one in the middle of what has been of it; and last
 * the newest value itself, where there is a newer one, so that the line ends with what is now.
 */
export function bucketCurve(
  buckets: Buckets,
  now: number,
  newest: { at: number; value: number } | null,
): Curve {
  const { widthMs, min, max, mean, count } = buckets;
  const at = buckets.at.map((start) => (start + Math.max(start, Math.min(start + widthMs, now))) / 2);
  const gapMs = GAP_FACTOR * usualDistance(buckets);
  if (!newest || newest.at <= (at.at(-1) ?? Number.NEGATIVE_INFINITY))
    return { at, value: mean, band: { min, max }, count, gapMs };
  return {
    at: [...at, newest.at],
    value: [...mean, newest.value],
    band: { min: [...min, newest.value], max: [...max, newest.value] },
    // Its bucket has counted it.
    count: [...count, 0],
    gapMs,
  };
}

/** The (lower) median of the distances between buckets that hold something, which a few gaps do not move. */
function usualDistance({ at, widthMs }: Buckets): number {
  const distances = at.slice(1).map((start, index) => start - (at[index] ?? start));
  distances.sort((one, other) => one - other);
  return distances[(distances.length - 1) >> 1] ?? widthMs;
}
