import { expect, test } from "vitest";
import { joinStates } from "./past-states";

const state = (at: number, text: string) => ({ at, text });

test("what is stored and what came live since is one course, with nothing twice", () => {
  const past = { until: 20, states: [state(1, "on"), state(10, "off"), state(20, "on")], cut: null };
  const live = [state(10, "off"), state(20, "on"), state(25, "off")];
  expect(joinStates(past, live)).toEqual([
    state(1, "on"),
    state(10, "off"),
    state(20, "on"),
    state(25, "off"),
  ]);
  expect(joinStates(null, live)).toBe(live);
});
