import { expect, test } from "vitest";
import { dotPath, type Frame, gapOf, linePath } from "./path";

const frame: Frame = { left: 0, top: 0, width: 100, height: 10, from: 0, to: 100_000, low: 0, high: 10 };
const series = (points: [number, number][]) => ({
  at: points.map(([at]) => at),
  value: points.map(([, value]) => value),
});
const moves = (d: string) => d.match(/M/g)?.length ?? 0;

test("a line runs from left to right, high values above", () => {
  expect(
    linePath(
      series([
        [0, 0],
        [50_000, 10],
        [100_000, 5],
      ]),
      frame,
    ),
  ).toBe("M0 10.0L0 10.0L50 0.0L100 5.0");
});

test("a pause of several intervals is a gap, not a slope", () => {
  const steady: [number, number][] = [0, 1, 2, 3, 30, 31, 32].map((second) => [second * 1000, 1]);
  expect(moves(linePath(series(steady), frame))).toBe(2);
});

test("a slow stream has no gaps for being slow", () => {
  const slow: [number, number][] = [0, 20, 41, 60, 81].map((second) => [second * 1000, 1]);
  expect(moves(linePath(series(slow), frame))).toBe(1);
  expect(gapOf([0, 100, 200])).toBe(5000);
});

test("the point before the frame is drawn to, so that the line does not begin in mid-air", () => {
  const d = linePath(
    series([
      [-9000, 1],
      [-1000, 2],
      [3000, 3],
    ]),
    { ...frame, from: 0 },
  );
  expect(d.startsWith("M-1 ")).toBe(true);
});

test("a single reading is a dot", () => {
  expect(linePath(series([[50_000, 5]]), frame)).toBe("M50 5.0L50 5.0");
  expect(linePath(series([]), frame)).toBe("");
});

test("what no line leads to is a dot, and so is the newest point", () => {
  const dots = dotPath(
    series([
      [0, 5],
      [1000, 5],
      [2000, 5],
      [40_000, 10],
      [80_000, 0],
      [81_000, 0],
    ]),
    frame,
  );
  expect(dots).toBe("M40.0 0.0h0M81.0 10.0h0");
});

test("six thousand points are no more than a few for each pixel, and spikes stay", () => {
  const many = series(
    Array.from({ length: 6000 }, (_, index) => [index * 16.6, index === 3333 ? 10 : 1] as [number, number]),
  );
  const d = linePath(many, frame);
  expect(d.match(/[ML]/g)?.length).toBeLessThan(201 * 4);
  expect(d).toContain(" 0.0");
});

test("a line that ends in the past ends without a dot", () => {
  const steady = series([
    [0, 1],
    [1000, 2],
  ]);
  expect(moves(dotPath(steady, frame))).toBe(1);
  expect(dotPath(steady, frame, false)).toBe("");
});
