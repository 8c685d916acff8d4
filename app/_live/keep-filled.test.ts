import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "#server/contract/shapes";
import { createFeed } from "./feed";
import { type FeedStatus, keepFilled } from "./keep-filled";
import { createStore } from "./store";
import type { Watcher } from "./watches";

const reading = (at: number): Message => ({
  topic: "c/lamp/lux",
  payload: String(at),
  at,
  qos: 0,
  retain: false,
});

function setup(stored: () => readonly Message[] | null) {
  const asked: number[] = [];
  const watchers: Watcher[] = [];
  const feed = createFeed();
  const status = createStore<FeedStatus>({ kind: "opening" });
  const stop = keepFilled({
    feed,
    status,
    filter: "c/lamp/#",
    since: 10_000,
    watches: {
      watch: (_filter, watcher) => {
        watchers.push(watcher);
        return () => watchers.pop();
      },
    },
    history: async ({ from }) => {
      asked.push(from);
      return stored();
    },
  });
  const [watcher] = watchers;
  if (!watcher) throw new Error("nobody watches");
  return {
    stop,
    feed,
    status: status.read,
    watcher,
    asked,
    shown: () => feed.read().recent.map(({ at }) => at),
  };
}

const settled = () => vi.advanceTimersByTimeAsync(100);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what came between the page's reading and its subscription is filled in", async () => {
  const { watcher, asked, shown, status } = setup(() => [reading(10_400)]);
  watcher.onOpen([]);
  await settled();
  expect(asked).toEqual([8_000]);
  expect(shown()).toEqual([10_400]);
  expect(status()).toEqual({ kind: "live" });
});

test("P19 what came while the connection was gone is filled in, though later ones are here already", async () => {
  const stored = [reading(11_000), reading(12_000), reading(13_000), reading(14_000)];
  const { watcher, asked, shown, status } = setup(() => stored);
  watcher.onOpen([]);
  await settled();
  watcher.onLost();
  expect(status()).toEqual({ kind: "lost" });
  stored.push(reading(20_000), reading(21_000));
  watcher.onOpen([]);
  watcher.onMessages([reading(21_000), reading(22_000)]);
  await settled();
  expect(asked).toEqual([8_000, 12_000]);
  expect(shown()).toEqual([11_000, 12_000, 13_000, 14_000, 20_000, 21_000, 22_000]);
});

test("a hole that could not be filled is tried again from where it began", async () => {
  let answers: readonly Message[] | null = null;
  const { watcher, asked, shown } = setup(() => answers);
  watcher.onOpen([]);
  watcher.onMessages([reading(30_000)]);
  await settled();
  answers = [reading(15_000), reading(30_000)];
  await vi.advanceTimersByTimeAsync(3_000);
  expect(asked).toEqual([8_000, 8_000]);
  expect(shown()).toEqual([15_000, 30_000]);
});

test("what a slow connection was not sent is filled in from where it began, and what was stored late as well", async () => {
  const stored = [reading(11_000)];
  const { watcher, asked, shown, status } = setup(() => stored);
  watcher.onOpen([]);
  watcher.onMessages([reading(11_000)]);
  await settled();
  stored.push(reading(20_000), reading(21_000));
  watcher.onMessages([reading(23_000)]);
  watcher.onGap(20_000);
  await settled();
  expect(shown()).toEqual([11_000, 20_000, 21_000, 23_000]);
  stored.push(reading(22_000), reading(23_000));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([8_000, 18_000, 19_000]);
  expect(shown()).toEqual([11_000, 20_000, 21_000, 22_000, 23_000]);
  expect(status()).toEqual({ kind: "live" });
});

test("nothing is asked any more after the end", async () => {
  const { watcher, asked, stop } = setup(() => null);
  watcher.onOpen([]);
  await settled();
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
});

test("where readings from the past may have come, an hour before the loss is looked through as well", async () => {
  const { feed, watcher, asked } = setup(() => []);
  feed.know(["c/lamp/lux"]);
  feed.add([reading(7_200_000)]);
  watcher.onOpen([]);
  await settled();
  watcher.onLost();
  watcher.onOpen([]);
  await settled();
  expect(asked).toEqual([0, 7_200_000 - 3_602_000]);
});
