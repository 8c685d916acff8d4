import { bucketStart, type Span } from "#server/contract/buckets";
import type { Series as Past } from "#server/contract/shapes";
import { placeOf, type Series } from "./series";

/** Sums of values by buckets of time, in columns; those without a value are left out. */
export type Buckets = {
  /** The width, in milliseconds. */
  widthMs: number;
  at: number[];
  min: number[];
  max: number[];
  mean: number[];
  count: number[];
};

export function createBuckets(widthMs: number): Buckets {
  return { widthMs, at: [], min: [], max: [], mean: [], count: [] };
}

/**
 * What the server has summed up to `past.to`, that moment included, and every live value after it: none is missing
 * between the two, and none is in both. A bucket that is in both is put together. Without a past it is the live part.
 */
export function joinPastAndLive(
  past: Past | null,
  live: Series | null,
  widthMs: number,
  span: Span,
): Buckets {
  const joined = createBuckets(past?.bucketMs ?? widthMs);
  for (const point of past?.points ?? []) {
    joined.at.push(point.at);
    joined.min.push(point.min);
    joined.max.push(point.max);
    joined.mean.push(point.mean);
    joined.count.push(point.count);
  }
  if (!live) return joined;
  const after = Math.max(past?.to ?? Number.NEGATIVE_INFINITY, span.from - 1);
  for (let index = placeOf(live.at, after); index < live.at.length; index++) {
    const at = live.at[index] ?? 0;
    if (at > span.to) break;
    addValue(joined, at, live.value[index] ?? 0);
  }
  return joined;
}

/** Counts a value that is not older than the last bucket. */
function addValue(buckets: Buckets, at: number, value: number): void {
  const start = bucketStart(at, buckets.widthMs);
  const last = buckets.at.length - 1;
  if (last < 0 || (buckets.at[last] ?? 0) < start) {
    buckets.at.push(start);
    buckets.min.push(value);
    buckets.max.push(value);
    buckets.mean.push(value);
    buckets.count.push(1);
    return;
  }
  const count = (buckets.count[last] ?? 0) + 1;
  const mean = buckets.mean[last] ?? 0;
  buckets.count[last] = count;
  // Not (value - mean) / count: the difference of two large numbers can be more than a double holds.
  buckets.mean[last] = mean + (value / count - mean / count);
  buckets.min[last] = Math.min(buckets.min[last] ?? value, value);
  buckets.max[last] = Math.max(buckets.max[last] ?? value, value);
}
