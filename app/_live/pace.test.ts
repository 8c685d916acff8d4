import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BEAT_MS, createBeat } from "./beat";
import { createPace } from "./pace";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("P46 a burst of a thousand is painted at most twenty times a second, the last one included", () => {
  let latest = 0;
  const painted: number[] = [];
  const pace = createPace(() => painted.push(latest), BEAT_MS, createBeat());
  for (let index = 1; index <= 1000; index++) {
    latest = index;
    pace.ask();
    vi.advanceTimersByTime(1);
  }
  vi.runAllTimers();
  expect(painted.length).toBeLessThanOrEqual(20);
  expect(painted.length).toBeGreaterThan(5);
  expect(painted.at(-1)).toBe(1000);
});

test("the first one after a pause is painted at once", () => {
  const run = vi.fn();
  const pace = createPace(run, BEAT_MS, createBeat());
  pace.ask();
  vi.advanceTimersByTime(0);
  expect(run).toHaveBeenCalledTimes(1);
});

test("nothing runs after it was stopped", () => {
  const run = vi.fn();
  const pace = createPace(run, BEAT_MS, createBeat());
  pace.ask();
  pace.stop();
  vi.runAllTimers();
  expect(run).not.toHaveBeenCalled();
});
