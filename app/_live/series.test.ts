import { expect, test } from "vitest";
import { addPoint, addState, createSeries, decimalsOf, KEPT_POINTS, placeOf, usualDecimals } from "./series";

test("points stand in the order of their times, whenever they come", () => {
  const series = createSeries();
  for (const at of [1, 5, 3, 5, 4]) addPoint(series, at, at * 10);
  expect(series.at).toEqual([1, 3, 4, 5, 5]);
  expect(series.value).toEqual([10, 30, 40, 50, 50]);
  expect([0, 1, 4, 9].map((at) => placeOf(series.at, at))).toEqual([0, 1, 3, 5]);
});

test("states keep their order too", () => {
  const states = [{ at: 1, text: "off" }];
  addState(states, { at: 5, text: "on" });
  addState(states, { at: 3, text: "dim" });
  expect(states.map(({ text }) => text)).toEqual(["off", "dim", "on"]);
});

test("a line does not grow for ever", () => {
  const series = createSeries();
  for (let at = 0; at < 3 * KEPT_POINTS; at++) addPoint(series, at, at);
  expect(series.at.length).toBeLessThanOrEqual(KEPT_POINTS * 1.1);
  expect(series.value.at(-1)).toBe(3 * KEPT_POINTS - 1);
});

test("a display has the decimals that the last values were written with", () => {
  const series = (...value: number[]) => ({ at: value.map((_, index) => index), value });
  expect(decimalsOf(series(21.5, 22, 21.75))).toBe(2);
  expect(decimalsOf(series(412, 413))).toBe(0);
  expect(decimalsOf(series(1 / 3))).toBe(6);
  expect(decimalsOf(series())).toBe(0);
});

test("one odd value does not make the others longer", () => {
  const values = { at: [], value: [21.5, 21.6, 21.4375, 21.5, 22] };
  expect(usualDecimals(values)).toBe(1);
  expect(decimalsOf(values)).toBe(4);
  expect(usualDecimals({ at: [], value: [] })).toBe(0);
});
