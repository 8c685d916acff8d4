import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "#server/contract/shapes";
import { createFeed } from "./feed";
import { KEPT_MESSAGES } from "./recent";

const topic = "c1/lamp/lux";
const reading = (at: number, payload: Message["payload"] = String(at)): Message => ({
  topic,
  payload,
  at,
  qos: 0,
  retain: false,
});
const times = (feed: ReturnType<typeof createFeed>) => feed.read().recent.map(({ at }) => at);
const values = (feed: ReturnType<typeof createFeed>) => feed.logOf(topic)?.numbers.get("")?.value ?? [];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // The page's beat is that of the next test as well.
  vi.runAllTimers();
  vi.useRealTimers();
});

test("P46 a burst of a thousand values is a few paints, and every value is in the line", () => {
  const feed = createFeed();
  const painted = vi.fn();
  feed.subscribe(painted);
  for (let index = 0; index < 1000; index++) {
    feed.add([reading(index)]);
    if (index % 10 === 9) vi.advanceTimersByTime(1);
  }
  vi.runAllTimers();
  expect(painted.mock.calls.length).toBeLessThanOrEqual(4);
  expect(values(feed)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  expect(times(feed)).toHaveLength(1000);
});

test("a snapshot stays the same object until the next paint", () => {
  const feed = createFeed();
  const before = feed.read();
  feed.add([reading(1)]);
  expect(feed.read()).toBe(before);
  vi.runAllTimers();
  expect(feed.read()).not.toBe(before);
  expect(feed.read()).toBe(feed.read());
});

test("a gap is filled in its place, and what overlaps is not taken twice", () => {
  const feed = createFeed();
  feed.add([reading(1), reading(2), reading(6)]);
  feed.merge([reading(2), reading(3), reading(4), reading(6)]);
  expect(times(feed)).toEqual([1, 2, 3, 4, 6]);
  expect(values(feed)).toEqual([1, 2, 3, 4, 6]);
});

test("what history brought first is not shown again when the socket brings it too", () => {
  const feed = createFeed();
  feed.merge([reading(1), reading(2)]);
  feed.add([reading(2), reading(3)]);
  vi.runAllTimers();
  expect(times(feed)).toEqual([1, 2, 3]);
});

test("two equal messages within a millisecond are two, by whichever way they come", () => {
  const live = createFeed();
  live.add([reading(5, "on"), reading(5, "on")]);
  live.merge([reading(5, "on"), reading(5, "on")]);
  vi.runAllTimers();
  expect(live.read().recent).toHaveLength(2);

  const late = createFeed();
  late.merge([reading(5, "on")]);
  late.add([reading(5, "on"), reading(5, "on")]);
  vi.runAllTimers();
  expect(late.read().recent).toHaveLength(2);
});

test("messages of the same millisecond keep the order in which they came", () => {
  const feed = createFeed();
  feed.add([reading(5, "a"), reading(5, "b"), reading(5, "c")]);
  vi.runAllTimers();
  expect(feed.read().recent.map(({ payload }) => payload)).toEqual(["a", "b", "c"]);
});

const words = (feed: ReturnType<typeof createFeed>) => feed.read().recent.map(({ payload }) => payload);
const lastOf = (feed: ReturnType<typeof createFeed>) => feed.read().topics.get(topic)?.last.payload;

test("of two messages of a millisecond that history brings, the one that came last is the newest", () => {
  const feed = createFeed();
  feed.add([reading(1, "0")]);
  feed.merge([reading(5, "old"), reading(5, "new")]);
  expect(words(feed)).toEqual(["0", "old", "new"]);
  expect(lastOf(feed)).toBe("new");
});

test("one that the page missed stands before the live one of its millisecond, in the list, the lines and the states", () => {
  const feed = createFeed();
  feed.add([reading(5, "3"), reading(5, "open")]);
  feed.merge([reading(5, "1"), reading(5, "shut"), reading(5, "3"), reading(5, "open")]);
  expect(words(feed)).toEqual(["1", "shut", "3", "open"]);
  expect(lastOf(feed)).toBe("open");
  expect(values(feed)).toEqual([1, 3]);
  expect(feed.logOf(topic)?.states.map(({ text }) => text)).toEqual(["shut", "open"]);
  expect(feed.read().topics.get(topic)?.count).toBe(4);
});

test("a live message that history did not have yet stays the newest of its millisecond", () => {
  const feed = createFeed();
  feed.add([reading(5, "new")]);
  feed.merge([reading(5, "old")]);
  expect(words(feed)).toEqual(["old", "new"]);
  expect(lastOf(feed)).toBe("new");
});

test("history puts right what stood in another order, though it brings nothing else", () => {
  const feed = createFeed();
  feed.add([reading(5, "b"), reading(5, "a"), reading(5, "b")]);
  feed.merge([reading(5, "b"), reading(5, "b"), reading(5, "a")]);
  expect(words(feed)).toEqual(["b", "b", "a"]);
  expect(lastOf(feed)).toBe("a");
  const seen = feed.read();
  feed.merge([reading(5, "b"), reading(5, "b"), reading(5, "a")]);
  expect(feed.read(), "nothing moves, nothing is painted").toBe(seen);
});

test("messages of other topics in the same millisecond do not move a topic's own", () => {
  const feed = createFeed();
  const other = { ...reading(5, "other"), topic: "c1/lamp/other" };
  feed.add([reading(5, "1"), other, reading(5, "2")]);
  feed.merge([other, reading(5, "1"), reading(5, "2")]);
  expect(values(feed)).toEqual([1, 2]);
  expect(feed.logOf(other.topic)?.view.count).toBe(1);
});

test("only the newest are kept, and history does not bring the dropped ones back into the lines", () => {
  const feed = createFeed();
  const all = Array.from({ length: KEPT_MESSAGES + 100 }, (_, at) => reading(at));
  feed.merge(all);
  feed.merge(all);
  expect(times(feed)).toHaveLength(KEPT_MESSAGES);
  expect(values(feed)).toHaveLength(KEPT_MESSAGES + 100);
});

test("reading back lengthens the list by what was read", () => {
  const feed = createFeed();
  feed.merge(Array.from({ length: KEPT_MESSAGES + 100 }, (_, at) => reading(at)));
  feed.extend(Array.from({ length: 100 }, (_, at) => reading(at)));
  expect(times(feed)).toHaveLength(KEPT_MESSAGES + 100);
  expect(times(feed)[0]).toBe(0);
});

test("big payloads are let go before they fill the memory", () => {
  const feed = createFeed();
  const big = "x".repeat(64 * 1024);
  feed.merge(Array.from({ length: 300 }, (_, at) => reading(at, big)));
  expect(times(feed).length).toBeLessThanOrEqual(128);
  expect(times(feed).at(-1)).toBe(299);
});

test("a JSON object's numbers become lines of their own; switches and words become states", () => {
  const feed = createFeed();
  feed.add([reading(1, '{"t":21.5,"in":{"h":40}}'), reading(2, "on"), reading(3, "open")]);
  const log = feed.logOf(topic);
  expect([...(log?.numbers.keys() ?? [])]).toEqual(["t", "in.h"]);
  expect(log?.states).toEqual([
    { at: 2, text: "on" },
    { at: 3, text: "open" },
  ]);
});

test("a reading from the past is drawn where its time is, however often it comes while history is read", () => {
  const feed = createFeed();
  const now = 10_000_000;
  const said = (at: number) => reading(at, `{"at":${at},"value":${at / 1000}}`);
  feed.know([topic]);
  feed.add([reading(now), said(now - 3_600_000)]);
  feed.merge([said(now - 1_800_000)]);
  feed.add([said(now - 1_800_000)]);
  expect(feed.logOf(topic)?.numbers.get("")).toEqual({
    at: [now - 3_600_000, now - 1_800_000, now],
    value: [(now - 3_600_000) / 1000, (now - 1_800_000) / 1000, now],
  });
  expect([...(feed.logOf(topic)?.numbers.keys() ?? [])]).toEqual([""]);
  expect(feed.late).toBe(1);
});

test("what came before the page knew that its topic takes readings from the past is read again; older ones stay what they were", () => {
  const feed = createFeed();
  const fieldsOf = () => [...(feed.logOf(topic)?.numbers.keys() ?? [])];
  feed.add([reading(5000, '{"at":5000,"value":1}'), reading(6000, "2")]);
  expect(fieldsOf()).toEqual(["at", "value", ""]);
  feed.know([topic]);
  expect(fieldsOf()).toEqual([""]);
  expect(values(feed)).toEqual([1, 2]);
  expect(feed.read().topics.get(topic)?.last.at).toBe(6000);
  feed.merge([reading(4000, '{"at":3000,"value":1}')]);
  expect(fieldsOf()).toEqual(["", "at", "value"]);
});
