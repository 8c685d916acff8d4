import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketStart, bucketWidth, HOUR } from "./buckets";

const SECOND = 1000;
const DAY = 24 * HOUR;
const MOST = 8.64e15;

test("a chart of an hour, a day and a month has widths that people read", () => {
  const to = Date.UTC(2026, 10, 22, 17, 3);
  expect(bucketWidth({ from: to - HOUR, to }, 500)).toBe(10 * SECOND);
  expect(bucketWidth({ from: to - DAY, to }, 500)).toBe(300 * SECOND);
  expect(bucketWidth({ from: to - 30 * DAY, to }, 500)).toBe(2 * HOUR);
  expect(bucketWidth({ from: to, to }, 500)).toBe(SECOND);
  expect(bucketWidth({ from: to - 8 * DAY, to }, 2000)).toBe(HOUR);
});

const span = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: MOST }), fc.integer({ min: 1.7e12, max: 1.9e12 })), fc.nat(1e11))
  .map(([from, length]) => ({ from, to: Math.min(MOST, from + length) }));
const points = fc.integer({ min: 1, max: 2000 });

test("no span needs more buckets than points, and every bucket begins at a multiple of its width", () => {
  fc.assert(
    fc.property(span, points, ({ from, to }, most) => {
      const width = bucketWidth({ from, to }, most);
      expect((bucketStart(to, width) - bucketStart(from, width)) / width + 1).toBeLessThanOrEqual(most);
      expect(bucketStart(from, width) % width).toBe(0);
      expect(bucketStart(from, width)).toBeLessThanOrEqual(from);
    }),
  );
});

test("a chart that moves along keeps its width, and one that zooms in never gets a wider one", () => {
  fc.assert(
    fc.property(span, fc.integer({ min: 2, max: 2000 }), fc.nat(1e10), ({ from, to }, most, by) => {
      fc.pre(to + by <= MOST);
      const width = bucketWidth({ from, to }, most);
      expect(bucketWidth({ from: from + by, to: to + by }, most)).toBe(width);
      expect(bucketWidth({ from, to: Math.floor((from + to) / 2) }, most)).toBeLessThanOrEqual(width);
    }),
  );
});

test("the longest span of all has a width", () => {
  for (const most of [1, 2, 3, 2000])
    expect(bucketWidth({ from: 0, to: MOST }, most)).toBeGreaterThan(MOST / most - 1);
});
