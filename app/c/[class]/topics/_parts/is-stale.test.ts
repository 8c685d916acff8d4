import { expect, test } from "vitest";
import type { Message } from "#server/contract/shapes";
import { createTopicLog } from "@/_live/topic-log";
import { isStale } from "./is-stale";

const message = (at: number, payload = "1"): Message => ({
  topic: "7b/lamp/lux",
  payload,
  at,
  qos: 0,
  retain: false,
});

function logOf(times: readonly number[], payload?: string) {
  const [first = 0, ...rest] = times;
  const log = createTopicLog(message(first, payload));
  for (const at of rest) log.add(message(at, payload));
  return log;
}

const everySecond = [0, 1, 2, 3, 4, 5].map((second) => second * 1000);
const everyMinute = everySecond.map((at) => at * 60);

test("a reading each second is stale after a while, one each minute much later", () => {
  expect(isStale(logOf(everySecond), 10_000)).toBe(false);
  expect(isStale(logOf(everySecond), 20_000)).toBe(true);
  expect(isStale(logOf(everyMinute), 300_000 + 120_000)).toBe(false);
  expect(isStale(logOf(everyMinute), 300_000 + 300_000)).toBe(true);
});

test("a switch is never stale, nor is what has been seen a few times only", () => {
  expect(isStale(logOf(everySecond, "on"), 1e9)).toBe(false);
  expect(isStale(logOf([0, 1000]), 1e9)).toBe(false);
});
