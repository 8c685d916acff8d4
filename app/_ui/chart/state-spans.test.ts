import { expect, test } from "vitest";
import { countChanges, lumpSpans, stateSpans } from "./state-spans";

test("equal reports are one stretch, and the last one lasts until now", () => {
  const states = [
    { at: 10, text: "off" },
    { at: 20, text: "off" },
    { at: 50, text: "on" },
  ];
  expect(stateSpans(states, 0, 100)).toEqual([
    { from: 10, text: "off", left: 0.1, width: 0.4, shares: null },
    { from: 50, text: "on", left: 0.5, width: 0.5, shares: null },
  ]);
});

test("a state from before the span fills its beginning; one that ended before it is not drawn", () => {
  const states = [
    { at: -50, text: "a" },
    { at: -20, text: "b" },
    { at: 50, text: "a" },
  ];
  expect(stateSpans(states, 0, 100).map(({ text, left, width }) => [text, left, width])).toEqual([
    ["b", 0, 0.5],
    ["a", 0.5, 0.5],
  ]);
});

test("after a pause much longer than usual, and of six hours at least, nobody knows the state", () => {
  const every = 10 * 60_000;
  const held = 36 * every;
  const reports = (begin: number, count: number, text: string) =>
    Array.from({ length: count }, (_, index) => ({ at: begin + index * every, text }));
  const states = [...reports(0, 20, "on"), ...reports(60 * every, 20, "on")];
  const spans = stateSpans(states, 0, 200 * every);
  expect(spans.map(({ from, text }) => [from, text])).toEqual([
    [0, "on"],
    [19 * every + held, null],
    [60 * every, "on"],
    [79 * every + held, null],
  ]);
  expect(spans.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
  expect(countChanges(spans)).toBe(0);
  expect(stateSpans(states, 56 * every, 59 * every).map(({ text }) => text)).toEqual([null]);
});

test("a pause that is usual is none, nor is there a usual one of two reports", () => {
  const seldom = Array.from({ length: 5 }, (_, index) => ({ at: index * 60_000, text: "open" }));
  expect(stateSpans(seldom, 0, 400_000).map(({ text }) => text)).toEqual(["open"]);
  const two = [
    { at: 0, text: "open" },
    { at: 1000, text: "shut" },
  ];
  expect(stateSpans(two, 0, 400_000).map(({ text }) => text)).toEqual(["open", "shut"]);
});

test("stretches too short to be seen are put together, and say how long each state was", () => {
  const states = Array.from({ length: 40 }, (_, index) => ({
    at: index * 10 + (index % 2 ? 5 : 0),
    text: index % 2 ? "off" : "on",
  }));
  const spans = lumpSpans(stateSpans([...states, { at: 400, text: "on" }], 0, 800), 0.1);
  expect(spans.length).toBeLessThan(8);
  expect(spans.at(-1)).toMatchObject({ text: "on", left: 0.5, width: 0.5, shares: null });
  const [first] = spans;
  expect(first?.text).toBe("on");
  expect(first?.shares?.get("on")).toBeCloseTo(0.75, 1);
  expect(spans.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
});
