import { expect, test } from "vitest";
import { stepsOf, summaryOf, valueAt } from "./summary";

const series = { at: [1000, 2000, 3000, 9000], value: [50, 1, 3, 2] };

test("a summary is of what is in the span", () => {
  expect(summaryOf(series, 2000)).toEqual({ latest: 2, min: 1, max: 3, count: 3 });
  expect(summaryOf(series, 9001)).toBeNull();
  expect(summaryOf(null, 0)).toBeNull();
});

test("a table's rows have the last value of their step, or none", () => {
  expect(stepsOf(series, [8000, 4000, 0], 4000)).toEqual([2, null, 3]);
});

test("the value at a moment is that of the nearest point, if one is near", () => {
  expect(valueAt(series, 2400, 1000)).toBe(1);
  expect(valueAt(series, 2600, 1000)).toBe(3);
  expect(valueAt(series, 6000, 1000)).toBeNull();
});
