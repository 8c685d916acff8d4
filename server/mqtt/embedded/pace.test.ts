import { expect, test } from "vitest";
import { Pace } from "./pace";

test("five seconds' worth at once, then one turn after the other, and a pause earns turns again", () => {
  let now = 0;
  const pace = new Pace(10, () => now);
  const waits = Array.from({ length: 53 }, () => pace.take());
  expect(waits.slice(0, 50)).toEqual(Array(50).fill(0));
  expect(waits.slice(50)).toEqual([100, 200, 300]);
  now = 300;
  expect(pace.take()).toBe(100);
  now = 60_000;
  expect(Array.from({ length: 51 }, () => pace.take()).filter((wait) => wait === 0)).toHaveLength(50);
});

test("another pace holds from then on", () => {
  const pace = new Pace(1, () => 0);
  for (let taken = 0; taken < 5; taken++) pace.take();
  pace.change(10);
  expect(pace.take()).toBe(100);
});
