import { expect, test } from "vitest";
import { createFeed } from "@/_live/feed";
import { choicesOf, pathOf } from "./line-choices";

const topic = (path: string, payload: string | null, more: { label?: string; backfill?: boolean } = {}) => ({
  topic: `lab/${path}`,
  stream: path.split("/").slice(1).join("/"),
  label: more.label ?? null,
  unit: null,
  backfill: more.backfill ?? false,
  last: payload === null ? null : { topic: `lab/${path}`, payload, at: 1, qos: 0 as const, retain: false },
});

test("what can be drawn are numbers and the numbers in JSON, by the last that was stored", () => {
  const topics = [
    topic("lamp/light", "21.5", { label: "Light" }),
    topic("lamp/air", '{"t":21,"in":{"h":40},"name":"x"}'),
    topic("lamp/mode", "idle"),
    topic("lamp/silent", null),
    topic("lamp/errors", '{"code":1}'),
  ];
  expect(choicesOf(topics, null).map(({ id, topicName }) => [id, topicName])).toEqual([
    ["lamp/light:", "Light"],
    ["lamp/air:t", "air"],
    ["lamp/air:in.h", "air"],
  ]);
});

test("and what is heard live, each once", () => {
  const feed = createFeed();
  feed.merge([{ topic: "lab/lamp/air", payload: '{"co2":600,"t":20}', at: 2, qos: 0, retain: false }]);
  const ids = choicesOf([topic("lamp/air", '{"t":21}')], feed).map(({ id }) => id);
  expect(ids).toEqual(["lamp/air:co2", "lamp/air:t"]);
});

test("a reading from the past is what its value says, where the topic takes such", () => {
  const said = '{"at":1795000000000,"value":{"t":3}}';
  expect(choicesOf([topic("a/b", said, { backfill: true })], null).map(({ field }) => field)).toEqual(["t"]);
  expect(pathOf("lab/a/b/c")).toBe("a/b/c");
});
