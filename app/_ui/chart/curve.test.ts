import { expect, test } from "vitest";
import { createBuckets } from "@/_live/past-and-live";
import { bucketCurve } from "./curve";
import { bandPath, type Frame, linePath } from "./path";

const filled = (widthMs: number, at: readonly number[]) => ({
  ...createBuckets(widthMs),
  at: [...at],
  min: at.map(() => 2),
  max: at.map(() => 8),
  mean: at.map(() => 5),
  count: at.map(() => 3),
});
const frame: Frame = { left: 0, top: 0, width: 100, height: 10, from: 0, to: 100_000, low: 0, high: 10 };
const pieces = (d: string) => d.match(/M/g)?.length ?? 0;

test("a sum stands in the middle of its bucket, the open one in the middle of what has been of it", () => {
  expect(bucketCurve(filled(1000, [0, 1000]), 1600, null).at).toEqual([500, 1300]);
  expect(bucketCurve(filled(1000, [0, 1000]), 50_000, null).at).toEqual([500, 1500]);
});

test("the line ends with the newest value, unless the last sum is newer", () => {
  const curve = bucketCurve(filled(1000, [0, 1000]), 1600, { at: 1590, value: 7 });
  expect(curve.at.at(-1)).toBe(1590);
  expect(curve.value.at(-1)).toBe(7);
  expect(curve.band?.max.at(-1)).toBe(7);
  expect(bucketCurve(filled(1000, [0, 1000]), 1600, { at: 900, value: 7 }).at).toHaveLength(2);
});

test("one bucket without a value is no gap, two are", () => {
  const line = (at: readonly number[]) => linePath(bucketCurve(filled(1000, at), 1e6, null), frame);
  expect(pieces(line([0, 1000, 2000, 4000, 5000, 6000]))).toBe(1);
  expect(pieces(line([0, 1000, 2000, 5000, 6000, 7000]))).toBe(2);
  expect(pieces(line([0, 5000, 10_000, 15_000])), "a slow stream").toBe(1);
});

test("the band goes around lowest and highest, a piece for each stretch", () => {
  const band = (at: readonly number[]) => bandPath(bucketCurve(filled(10_000, at), 1e6, null), frame);
  expect(band([0, 10_000])).toBe("M5.0 2.0L15.0 2.0L15.0 8.0L5.0 8.0Z");
  expect(pieces(band([0, 10_000, 50_000, 60_000, 70_000]))).toBe(2);
});

test("a sum between gaps has a bar where others have an area", () => {
  const d = bandPath(bucketCurve(filled(10_000, [0, 10_000, 50_000, 80_000, 90_000]), 1e6, null), frame);
  expect(d).toContain("M54.0 2.0L56.0 2.0L56.0 8.0L54.0 8.0Z");
});
