import { expect, test } from "vitest";
import { stateSpans } from "./state-spans";

test("equal reports are one stretch, and the last one lasts until now", () => {
  const states = [
    { at: 10, text: "off" },
    { at: 20, text: "off" },
    { at: 50, text: "on" },
  ];
  expect(stateSpans(states, 0, 100)).toEqual([
    { from: 10, text: "off", left: 0.1, width: 0.4 },
    { from: 50, text: "on", left: 0.5, width: 0.5 },
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
