import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "#server/contract/shapes";
import { createLatest } from "./latest";

const message = (topic: string, at: number, payload = String(at)): Message => ({
  topic,
  payload,
  at,
  qos: 0,
  retain: false,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("thirty kits at once are one paint, with the newest of each", () => {
  const latest = createLatest();
  const painted = vi.fn();
  latest.subscribe(painted);
  for (let kit = 0; kit < 30; kit++) latest.take([message(`c/k${kit}/t`, 1), message(`c/k${kit}/t`, 2)]);
  vi.runAllTimers();
  expect(painted).toHaveBeenCalledTimes(1);
  expect(latest.read().size).toBe(30);
  expect(latest.read().get("c/k7/t")?.message.at).toBe(2);
});

test("of two messages of a millisecond the one that came last is shown, though history brings both once more", () => {
  const latest = createLatest();
  const both = [message("c/a/t", 5, "old"), message("c/a/t", 5, "new")];
  latest.take(both);
  latest.take(both);
  vi.runAllTimers();
  expect(latest.read().get("c/a/t")?.message.payload).toBe("new");
});

test("a topic that said nothing keeps its object", () => {
  const latest = createLatest();
  latest.take([message("c/a/t", 1), message("c/b/t", 1)]);
  vi.runAllTimers();
  const before = latest.read().get("c/a/t");
  latest.take([message("c/b/t", 2)]);
  vi.runAllTimers();
  expect(latest.read().get("c/a/t")).toBe(before);
});

test("what the page was drawn with does not undo what came since, nor count twice", () => {
  const latest = createLatest();
  latest.take([message("c/a/t", 1), message("c/a/t", 5)]);
  latest.take([message("c/a/t", 5), message("c/a/t", 3)]);
  vi.runAllTimers();
  expect(latest.read().get("c/a/t")?.message.at).toBe(5);
  expect(latest.read().get("c/a/t")?.trends.get("")).toEqual([1, 3, 5]);
});

test("history is the course of a number before now, in whatever order it comes, and once", () => {
  const latest = createLatest();
  latest.take([message("c/a/t", 9), message("c/b/t", 9, "on")]);
  for (let times = 0; times < 2; times++)
    latest.take([8, 7, 4, 2].flatMap((at) => [message("c/a/t", at), message("c/b/t", at, "off")]));
  vi.runAllTimers();
  expect(latest.read().get("c/a/t")?.message.at).toBe(9);
  expect(latest.read().get("c/a/t")?.trends.get("")).toEqual([2, 4, 7, 8, 9]);
  expect(latest.read().get("c/b/t")?.message.payload).toBe("on");
  expect(latest.read().get("c/b/t")?.trends.size).toBe(0);
});

test("each number of a JSON object has its own course", () => {
  const latest = createLatest();
  latest.take([message("c/a/air", 1, '{"t":20,"h":40}'), message("c/a/air", 2, '{"t":21,"h":40}')]);
  vi.runAllTimers();
  expect(latest.read().get("c/a/air")?.trends).toEqual(
    new Map([
      ["t", [20, 21]],
      ["h", [40, 40]],
    ]),
  );
});
