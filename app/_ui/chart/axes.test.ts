import { expect, test } from "vitest";
import { chartsOf, sideOf, sidesOf } from "./axes";

const line = (id: string, unit: string | null) => ({ id, unit });
const light = line("light", "lx");
const inside = line("inside", "°C");
const outside = line("outside", "°C");
const count = line("count", null);
const damp = line("damp", "%");

test("lines of one unit share one axis, at the left", () => {
  expect(sidesOf([inside, outside])).toEqual([{ side: "left", unit: "°C" }]);
  expect(sideOf("°C", [inside, outside])).toBe("left");
});

test("the second unit is measured at the right; no unit is one, too", () => {
  const lines = [inside, light, outside];
  expect(sidesOf(lines)).toEqual([
    { side: "left", unit: "°C" },
    { side: "right", unit: "lx" },
  ]);
  expect(sidesOf([count, light]).map(({ unit }) => unit)).toEqual([null, "lx"]);
});

test("a third unit gets a picture of its own, with all the lines that have it", () => {
  expect(chartsOf([inside, light, damp, outside, count])).toEqual([
    [inside, light, outside],
    [damp, count],
  ]);
  expect(chartsOf([])).toEqual([]);
});
