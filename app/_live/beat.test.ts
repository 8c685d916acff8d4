import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BEAT_MS, createBeat } from "./beat";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("whoever asks between two beats runs in the next one, in one task", () => {
  const beat = createBeat();
  const ran: string[] = [];
  beat.ask(() => ran.push("first"));
  vi.advanceTimersByTime(0);
  beat.ask(() => ran.push("second"));
  vi.advanceTimersByTime(BEAT_MS / 2);
  beat.ask(() => ran.push("third"));
  vi.advanceTimersByTime(BEAT_MS / 2 - 1);
  expect(ran).toEqual(["first"]);
  vi.advanceTimersToNextTimer();
  expect(ran).toEqual(["first", "second", "third"]);
});

test("what may not run yet waits for a later beat", () => {
  const beat = createBeat();
  const slow = vi.fn();
  const quick = vi.fn();
  beat.ask(slow, performance.now() + 2.5 * BEAT_MS);
  beat.ask(quick);
  vi.advanceTimersByTime(2 * BEAT_MS);
  expect(quick).toHaveBeenCalledTimes(1);
  expect(slow).not.toHaveBeenCalled();
  vi.advanceTimersByTime(BEAT_MS);
  expect(slow).toHaveBeenCalledTimes(1);
});

test("followers run at each beat, behind those who asked; without anybody asking there is none", () => {
  const beat = createBeat();
  const ran: string[] = [];
  const leave = beat.follow(() => ran.push("follower"));
  vi.advanceTimersByTime(10 * BEAT_MS);
  expect(ran).toEqual([]);
  beat.ask(() => ran.push("asker"));
  vi.advanceTimersByTime(BEAT_MS);
  expect(ran).toEqual(["asker", "follower"]);
  leave();
  beat.ask(() => ran.push("asker"));
  vi.advanceTimersByTime(BEAT_MS);
  expect(ran).toEqual(["asker", "follower", "asker"]);
});

test("one that fails is told, and keeps nobody from running", () => {
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  const beat = createBeat();
  const next = vi.fn();
  beat.ask(() => {
    throw new Error("no colours");
  });
  beat.ask(next);
  vi.runAllTimers();
  expect(next).toHaveBeenCalledTimes(1);
  expect(told).toHaveBeenCalledWith(new Error("no colours"));
  vi.unstubAllGlobals();
});
