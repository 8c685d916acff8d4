import { expect, test } from "vitest";
import { bucketCurve, rawCurve } from "./curve";
import { digitsLike, digitsOfMean, stepsOf, summaryOf, valueAt } from "./summary";

const raw = rawCurve({ at: [1000, 2000, 3000, 9000], value: [50, 1, 3, 2] });
const buckets = {
  widthMs: 1000,
  at: [0, 1000, 2000],
  min: [1, 0.5, 4],
  max: [9, 3, 4],
  mean: [2, 1.25, 4],
  count: [3, 4, 1],
};
const summed = bucketCurve(buckets, 2600, { at: 2500, value: 4 });

test("a summary is of what is in the span", () => {
  expect(summaryOf(raw, { from: 2000, to: 9000 })).toEqual({ latest: 2, min: 1, max: 3 });
  expect(summaryOf(raw, { from: 0, to: 2500 })).toEqual({ latest: 1, min: 1, max: 50 });
  expect(summaryOf(raw, { from: 9001, to: 9999 })).toBeNull();
  expect(summaryOf(null, { from: 0, to: 1 })).toBeNull();
});

test("of sums it knows the lowest and the highest value, not only the means", () => {
  expect(summaryOf(summed, { from: 0, to: 3000 })).toEqual({ latest: 4, min: 0.5, max: 9 });
});

test("a table's rows have mean, lowest and highest of their step, or nothing", () => {
  expect(stepsOf(raw, [8000, 4000, 0], 4000)).toEqual([
    { mean: 2, min: 2, max: 2 },
    null,
    { mean: expect.closeTo(18), min: 1, max: 50 },
  ]);
});

test("a mean of means weighs them, and the newest value, which is in its bucket, not again", () => {
  const [all] = stepsOf(summed, [0], 4000);
  expect(all?.mean).toBeCloseTo((3 * 2 + 4 * 1.25 + 4) / 8);
});

test("the value at a moment is that of the nearest point, if one is near", () => {
  expect(valueAt(raw, 2400)).toMatchObject({ mean: 1 });
  expect(valueAt(raw, 2600)).toMatchObject({ mean: 3 });
  expect(valueAt(raw, 15_000)).toBeNull();
  expect(valueAt(summed, 600)).toEqual({ mean: 2, min: 1, max: 9 });
});

test("numbers are written with the decimals they came with, means with one more", () => {
  expect(digitsLike(summed).maximumFractionDigits).toBe(0);
  expect(digitsOfMean(summed).maximumFractionDigits).toBe(1);
  expect(digitsOfMean(raw).maximumFractionDigits).toBe(0);
});

test("one odd value gives neither the others nor their means more decimals", () => {
  const max = [21.5, 21.6, 21.4375, 21.5];
  const odd = { ...summed, value: max, band: { min: max, max } };
  expect(digitsLike(odd)).toEqual({ minimumFractionDigits: 1, maximumFractionDigits: 4 });
  expect(digitsOfMean(odd).maximumFractionDigits).toBe(2);
});
