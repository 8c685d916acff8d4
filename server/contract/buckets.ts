const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Spans longer than this are drawn by whole hours at least, which are summed up beforehand. */
const LONG = 7 * DAY;

/** Few widths, so that charts of neighbouring spans cut time at the same places. All count from 1970-01-01 UTC. */
const LADDER: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((count) => count * 10 ** power * DAY)).flat(),
];

export type Span = { from: number; to: number };

/**
 * The narrowest width of the ladder, in milliseconds, with which a span needs at most so many buckets wherever it
 * begins: a chart that moves along keeps its width. One bucket alone has to be found for the very span.
 */
export function bucketWidth({ from, to }: Span, points: number): number {
  const length = to - from;
  const fits = (width: number) =>
    points === 1
      ? bucketStart(from, width) === bucketStart(to, width)
      : Math.ceil(length / width) + 1 <= points;
  const width = LADDER.find((step) => (length <= LONG || step >= HOUR) && fits(step));
  if (width === undefined) throw new Error(`no bucket holds ${from} to ${to}`);
  return width;
}

/** The beginning of the bucket that a time is in. */
export function bucketStart(at: number, width: number): number {
  return Math.floor(at / width) * width;
}
