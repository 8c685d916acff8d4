import { expect, test } from "vitest";
import { readRun, writeRun } from "./example-names";

test("what runs is written into an address and read from it", () => {
  const run = new Map([
    ["lamp", "03-both"],
    ["desk", "05-many-sensors"],
  ] as const);
  expect(readRun(writeRun(run))).toEqual(run);
});

test.each([[undefined], [""], ["lamp"], ["lamp:09-none"], [":03-both"], ["lamp:constructor"]])(
  "%s runs nothing",
  (run) => {
    expect(readRun(run).size).toBe(0);
  },
);
