import { expect, test } from "vitest";
import { addPoint, createSeries } from "@/_live/series";
import { type Curve, rawCurve } from "./curve";
import { createLinePainter, type LinePart } from "./line-painter";
import { dotPath, type Frame, linePath } from "./path";

const frame: Frame = { left: 0, top: 0, width: 100, height: 10, from: 0, to: 100_000, low: 0, high: 10 };

/** A painter, what it has painted, and which parts it has touched since it was last asked. */
function painting(ends = true) {
  const drawn = new Map<LinePart, string>();
  let touched = new Set<LinePart>();
  const paint = createLinePainter(frame, ends, (part, d) => {
    drawn.set(part, d);
    touched.add(part);
  });
  const take = () => {
    const parts = [...touched];
    touched = new Set();
    return parts;
  };
  return { paint, drawn, take };
}

function steady(count: number) {
  const series = createSeries();
  for (let index = 0; index < count; index++) addPoint(series, index * 1000, index % 10);
  return series;
}

test("a new point is painted behind the line, which is not touched", () => {
  const { paint, drawn, take } = painting();
  const series = steady(20);
  paint(rawCurve(series));
  expect(drawn.get("line")).toBe(linePath(series, frame));
  expect(drawn.get("newDots"), "the newest value is marked").toBe(dotPath(series, frame));
  take();
  addPoint(series, 20_000, 5);
  paint(rawCurve(series));
  expect(take()).toEqual(["newLine", "newDots"]);
  expect(drawn.get("newLine"), "from the last point to the new one").toBe("M19 1.0L19 1.0L20 5.0");
  expect(drawn.get("newDots"), "the mark has moved").toBe("M20.0 5.0h0");
});

test("nothing is painted where nothing is new", () => {
  const { paint, take } = painting();
  const series = steady(20);
  paint(rawCurve(series));
  take();
  paint(rawCurve(series));
  expect(take()).toEqual([]);
});

test("a point after a gap stands apart, and the one before it keeps its dot only where it is alone", () => {
  const { paint, drawn } = painting();
  const series = steady(20);
  paint(rawCurve(series));
  addPoint(series, 60_000, 5);
  paint(rawCurve(series));
  expect(drawn.get("newLine")).toBe("M19 1.0L19 1.0M60 5.0L60 5.0");
  expect(drawn.get("newDots")).toBe("M60.0 5.0h0");
  addPoint(series, 90_000, 5);
  paint(rawCurve(series));
  expect(drawn.get("newDots")).toBe("M60.0 5.0h0M90.0 5.0h0");
});

test("a point that comes late, and points that are let go, are a new line", () => {
  const { paint, drawn, take } = painting();
  const series = steady(20);
  paint(rawCurve(series));
  take();
  addPoint(series, 10_500, 9);
  paint(rawCurve(series));
  expect(take()).toContain("line");
  expect(drawn.get("line")).toBe(linePath(series, frame));
  series.at.splice(0, 5);
  series.value.splice(0, 5);
  paint(rawCurve(series));
  expect(take()).toContain("line");
  expect(drawn.get("line")).toBe(linePath(series, frame));
});

test("sums are painted whole, once for each that is known, and end without a dot where they end in the past", () => {
  const { paint, drawn, take } = painting(false);
  const sums = (value: number[]): Curve => ({
    at: value.map((_, index) => index * 10_000),
    value,
    band: { min: value, max: value },
    count: value.map(() => 2),
    gapMs: 25_000,
  });
  const first = sums([1, 2, 3]);
  paint(first);
  paint(first);
  expect(drawn.get("line")).toBe(linePath(first, frame));
  expect(drawn.get("dots")).toBe("");
  take();
  paint(sums([1, 2, 4]));
  expect(take()).toContain("band");
});

test("a line of which nothing is known is none", () => {
  const { paint, drawn } = painting();
  paint(rawCurve(steady(20)));
  paint(null);
  expect([...drawn.values()].every((d) => d === "")).toBe(true);
});
