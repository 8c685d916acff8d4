import { expect, test } from "vitest";
import { mainThreadOf, type TraceEvent } from "./trace";

const SECOND = 1_000_000;

function thread(pid: number, name: string): TraceEvent {
  return { name: "thread_name", ph: "M", pid, tid: 1, ts: 0, args: { name } };
}

function task(pid: number, at: number, dur: number): TraceEvent {
  return { name: "RunTask", ph: "X", pid, tid: 1, ts: at, dur, tdur: dur / 2 };
}

function mark(name: string, at: number): TraceEvent {
  return { name, ph: "X", pid: 7, tid: 1, ts: at, dur: 10 };
}

test("the tasks of the busiest page's main thread, its pictures and frames", () => {
  const events = [
    thread(7, "CrRendererMain"),
    thread(8, "CrRendererMain"),
    thread(9, "CrBrowserMain"),
    task(9, SECOND / 2, 1000),
    task(7, SECOND, 200_000),
    task(7, SECOND * 2, 300_000),
    task(8, SECOND, 100_000),
    task(9, SECOND, 900_000),
    mark("Commit", SECOND * 1.5),
    mark("FireAnimationFrame", SECOND * 1.2),
    mark("FireAnimationFrame", SECOND * 1.6),
    task(7, SECOND * 3 - 10, 10),
  ];
  const found = mainThreadOf(events);
  expect(found).toMatchObject({ seconds: 2, longestMs: 300, paints: 0.5, frames: 1 });
  expect(found.busy).toBeCloseTo(0.25, 4);
  expect(found.cpu).toBeCloseTo(0.125, 4);
});

test("a trace without a page is none", () => {
  expect(() => mainThreadOf([thread(9, "CrBrowserMain")])).toThrow("no page");
});
