import { expect, test } from "vitest";
import { bucketWidth } from "#server/contract/buckets";
import { RANGES } from "./chart-span";
import { askedSpan, goodFor, POINTS, SETTLE_MS } from "./past-series";

const NOW = 1_795_000_000_123;

test.each(["1h", "24h", "7d", "30d"] as const)(
  "for %s whole buckets are asked for, and one more at the left",
  (range) => {
    const length = RANGES[range];
    const { from, to } = askedSpan({ moving: length }, NOW);
    const width = bucketWidth({ from, to }, POINTS);
    expect(from % width).toBe(0);
    expect(from).toBeLessThanOrEqual(NOW - length - width);
    expect(to).toBe(NOW - SETTLE_MS);
  },
);

test("a span that rests is read to its end, as far as that is past", () => {
  const old = { from: NOW - 7_200_000, to: NOW - 3_600_000 };
  expect(askedSpan(old, NOW).to).toBe(old.to);
  const young = { from: NOW - 60_000, to: NOW };
  expect(askedSpan(young, NOW).to).toBe(NOW - SETTLE_MS);
  const newest = { from: NOW - 10_000, to: NOW };
  const { from, to } = askedSpan(newest, NOW);
  expect(to).toBeGreaterThanOrEqual(from);
});

test("what rests and was read to its end is good for ever; all else is read again", () => {
  const old = { from: 0, to: 1000 };
  expect(goodFor({ bucketMs: 1000, to: 1000 }, old)).toBeNull();
  expect(goodFor({ bucketMs: 1000, to: 500 }, old)).toBe(30_000);
  expect(goodFor({ bucketMs: 60_000, to: NOW }, { moving: 3_600_000 })).toBe(60_000);
  expect(goodFor({ bucketMs: 10_800_000, to: NOW }, { moving: RANGES["30d"] })).toBe(120_000);
});
