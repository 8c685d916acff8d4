import { expect, test } from "vitest";
import { createServerClock } from "./server-clock";

test("a reader's clock that is two minutes ahead is corrected by the quickest message", () => {
  let local = 120_000;
  const clock = createServerClock(() => local);
  clock.note(-400); // sent 400 ms ago
  clock.note(-5);
  expect(clock.now()).toBe(-5);
  local += 1000;
  expect(clock.now()).toBe(995);
});

test("without any message the reader's own clock has to do", () => {
  expect(createServerClock(() => 7).now()).toBe(7);
});

test("a server whose clock was set is followed once the old times have gone", () => {
  const clock = createServerClock(() => 9000);
  for (let index = 0; index < 30; index++) clock.note(9000);
  for (let index = 0; index < 30; index++) clock.note(4000);
  expect(clock.now()).toBe(4000);
});
