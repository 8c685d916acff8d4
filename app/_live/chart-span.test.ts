import fc from "fast-check";
import { expect, test } from "vitest";
import { findLine, lineId, readAddress, spanAddress, writeAddress } from "./chart-address";
import {
  back,
  type ChartView,
  chooseRange,
  isAtNow,
  LIVE,
  SHORTEST_MS,
  shift,
  spanOf,
  zoomIn,
  zoomOf,
  zoomOut,
  zoomTo,
} from "./chart-span";

const NOW = 1_795_000_000_000;
const HOUR = 3_600_000;

test("a range ends now and moves with it; a zoom rests", () => {
  const hour = chooseRange(LIVE, "1h");
  expect(spanOf(hour, NOW, null)).toEqual({ from: NOW - HOUR, to: NOW });
  expect(spanOf(hour, NOW + 5, null)).toEqual({ from: NOW - HOUR + 5, to: NOW + 5 });
  const zoomed = zoomTo(hour, NOW - 1000, NOW - 60_000);
  expect(spanOf(zoomed, NOW, null)).toEqual({ from: NOW - 60_000, to: NOW - 1000 });
  expect(spanOf(zoomed, NOW + HOUR, null)).toEqual({ from: NOW - 60_000, to: NOW - 1000 });
});

test("all begins with the first value, and with a day as long as that is not known", () => {
  const all = chooseRange(LIVE, "all");
  expect(spanOf(all, NOW, NOW - 90 * 24 * HOUR).from).toBe(NOW - 90 * 24 * HOUR);
  expect(spanOf(all, NOW, null).from).toBe(NOW - 24 * HOUR);
  expect(spanOf(all, NOW, NOW - 1000).from, "a topic of this minute").toBe(NOW - 300_000);
});

test("one goes back the way one came", () => {
  const day = chooseRange(LIVE, "24h");
  const once = zoomTo(day, NOW - 2 * HOUR, NOW - HOUR);
  const twice = zoomTo(once, NOW - 100 * 60_000, NOW - 80 * 60_000);
  expect(back(twice)).toEqual(once);
  expect(back(back(twice))).toEqual(day);
  expect(back(day)).toEqual(day);
  expect(chooseRange(twice, "24h")).toEqual(day);
});

test("dragging over a hair's breadth still shows something", () => {
  const { from, to } = spanOf(zoomTo(LIVE, NOW - 2, NOW), NOW, null);
  expect(to - from).toBe(SHORTEST_MS);
});

test("earlier and later move one zoom and stop at now", () => {
  const moved = shift(LIVE, spanOf(LIVE, NOW, null), -1, NOW);
  expect(zoomOf(moved)).toEqual({ from: NOW - 450_000, to: NOW - 150_000 });
  const again = shift(moved, spanOf(moved, NOW, null), -1, NOW);
  expect(again.zooms).toEqual([{ from: NOW - 600_000, to: NOW - 300_000 }]);
  const late = shift(moved, spanOf(moved, NOW, null), 1, NOW);
  expect(zoomOf(late)).toEqual({ from: NOW - 300_000, to: NOW });
  expect(isAtNow(late, NOW)).toBe(true);
  expect(isAtNow(moved, NOW)).toBe(false);
});

test("earlier and later again is where one was, whatever the length", () => {
  const odd = zoomTo(LIVE, NOW - 7_200_001, NOW - 3_600_000);
  const there = shift(odd, spanOf(odd, NOW, null), -1, NOW);
  expect(shift(there, spanOf(there, NOW, null), 1, NOW)).toEqual(odd);
});

test("zooming in halves, out doubles, and not beyond now", () => {
  const half = zoomIn(LIVE, spanOf(LIVE, NOW, null));
  expect(zoomOf(half)).toEqual({ from: NOW - 150_000, to: NOW });
  const quarter = zoomIn(half, spanOf(half, NOW, null));
  expect(zoomOf(quarter)).toEqual({ from: NOW - 112_500, to: NOW - 37_500 });
  const out = zoomOut(quarter, spanOf(quarter, NOW, null), NOW);
  expect(zoomOf(out)).toEqual({ from: NOW - 150_000, to: NOW });
  expect(out.zooms).toHaveLength(3);
});

const span = fc
  .tuple(fc.integer({ min: 0, max: NOW }), fc.integer({ min: SHORTEST_MS, max: 1e10 }))
  .map(([from, length]) => ({ from, to: from + length }));
const view: fc.Arbitrary<ChartView> = fc.record({
  range: fc.constantFrom("5m", "1h", "24h", "7d", "30d", "all"),
  zooms: fc.array(span, { maxLength: 1 }),
  lines: fc.option(
    fc.uniqueArray(
      fc.string().map((field) => lineId("lamp/light", field)),
      { maxLength: 8 },
    ),
  ),
});

test("an address says what is seen, whatever the fields are called", () => {
  fc.assert(
    fc.property(view, (seen) => {
      expect(readAddress(`#${writeAddress(seen)}`)).toEqual(seen);
    }),
  );
  expect(writeAddress(LIVE)).toBe("");
});

test("the way to another page keeps the span, and leaves the lines that were picked on this one", () => {
  fc.assert(
    fc.property(view, (seen) => {
      expect(readAddress(spanAddress(seen))).toEqual({ ...seen, lines: null });
    }),
  );
  expect(spanAddress({ ...LIVE, lines: [lineId("lamp/light", "")] })).toBe("");
});

test.each([
  "range=1y",
  "range=toString",
  "from=1&to=2",
  "from=5000000&to=1000000",
  "from=1e9&to=2e12",
  "from=-1&to=100000",
  "to=100000",
  "from=0&to=9999999999999999",
  "%%%",
])("the address %s is as good as none", (hash) => {
  expect(readAddress(hash)).toEqual(LIVE);
});

test("a line is a topic and a field, which may have a colon of its own", () => {
  expect(findLine(lineId("lab/lamp/air", "a:b"))).toEqual({ topic: "lab/lamp/air", field: "a:b" });
  expect(findLine(":t")).toBeNull();
});
