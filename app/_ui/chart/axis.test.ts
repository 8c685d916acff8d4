import { expect, test } from "vitest";
import { valueAxis } from "./axis";

test.each([
  [19.3, 24.8, 18, 26],
  [0, 1, 0, 1],
  [-3, 7, -5, 7.5],
  [101325, 101390, 101320, 101400],
])("values from %d to %d stand between %d and %d", (min, max, low, high) => {
  expect(valueAxis(min, max)).toMatchObject({ low, high });
});

test("marks are round and as many as can be read", () => {
  for (const [min, max] of [
    [0, 0.003],
    [20, 21],
    [-1e9, 1e9],
    [1, 97],
    [1e-7, 3e-7],
  ] as const) {
    const { ticks, low, high } = valueAxis(min, max);
    expect(low).toBeLessThanOrEqual(min);
    expect(high).toBeGreaterThanOrEqual(max);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(7);
  }
});

test("a constant stands in the middle of some room", () => {
  const { low, high } = valueAxis(21, 21);
  expect(low).toBeLessThan(21);
  expect(high).toBeGreaterThan(21);
  expect(valueAxis(0, 0).low).toBeLessThan(0);
});

test("without values, and with ones that differ by next to nothing, there still is an axis", () => {
  expect(valueAxis(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toMatchObject({ low: 0, high: 1 });
  expect(valueAxis(1e15, 1e15 + 0.125).ticks.length).toBeLessThan(10);
  const widest = valueAxis(-1.7e308, 1.7e308);
  expect(widest.high).toBeGreaterThan(widest.low);
  expect(widest.ticks.length).toBeLessThan(10);
});
