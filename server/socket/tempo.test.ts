import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openTempo } from "./tempo";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks every millisecond for so many writes; answers the milliseconds in which they were made. */
function askFor(writes: number, milliseconds: number): number[] {
  const sent: number[] = [];
  const tempo = openTempo(() => {
    sent.push(Math.round(performance.now()));
    return writes;
  });
  const begin = Math.round(performance.now());
  for (let ms = 0; ms < milliseconds; ms++) {
    tempo.ask();
    vi.advanceTimersByTime(1);
  }
  tempo.close();
  return sent.map((at) => at - begin);
}

test("as many writes as a school needs are made at once, every time", () => {
  expect(askFor(3, 100)).toHaveLength(100);
});

test("beyond that the writes are made at their pace in the long run", () => {
  const writes = askFor(8, 1000).length * 8;
  expect(writes).toBeGreaterThan(3500);
  expect(writes).toBeLessThan(4100);
});

test("a rush is made at once, and what comes next waits for it, forty milliseconds at most", () => {
  const [first, second, third] = askFor(1000, 200);
  expect(first).toBe(0);
  expect((second ?? 0) - (first ?? 0)).toBeLessThanOrEqual(41);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(30);
  expect((third ?? 0) - (second ?? 0)).toBeLessThanOrEqual(41);
});

test("what waits for its time is given up at the end", () => {
  const send = vi.fn(() => 1000);
  const tempo = openTempo(send);
  tempo.ask();
  vi.advanceTimersByTime(1);
  tempo.ask();
  tempo.close();
  vi.advanceTimersByTime(1000);
  expect(send).toHaveBeenCalledOnce();
});
