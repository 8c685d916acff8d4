import { expect, test } from "vitest";
import { lumpSpans, stateSpans } from "./state-spans";

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
