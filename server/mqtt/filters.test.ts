import fc from "fast-check";
import { expect, test } from "vitest";
import { matches } from "../contract/topic";
import { filterSet } from "./filters";

test.each([
  ["a/b/c", "a/b/c", true],
  ["a/b/c", "a/b", false],
  ["a/+/c", "a/b/c", true],
  ["a/+", "a", false],
  ["a/+", "a/", true],
  ["+/+", "/finance", true],
  ["/+", "/finance", true],
  ["+", "/finance", false],
  ["sport/tennis/player1/#", "sport/tennis/player1", true],
  ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
  ["#", "sport", true],
  ["#", "$SYS/broker", false],
  ["+/broker", "$SYS/broker", false],
  ["$SYS/#", "$SYS/broker", true],
  ["$SYS/+", "$SYS/broker", true],
  ["a//b", "a//b", true],
  ["a/+/b", "a//b", true],
])("P38 filter %s and topic %s: %s (MQTT 3.1.1, 4.7)", (filter, topic, expected) => {
  const filters = filterSet();
  filters.add(filter);
  expect(filters.match(topic)).toEqual(expected ? [filter] : []);
});

const level = fc.constantFrom("a", "b", "$c", "");
const topics = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join("/"));
const wild = fc
  .tuple(fc.array(fc.oneof(level, fc.constant("+")), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, rest]) => [...levels, ...(rest ? ["#"] : [])].join("/"));

test("P38 finds what trying each filter finds, also after some were removed", () => {
  fc.assert(
    fc.property(fc.uniqueArray(wild), fc.uniqueArray(wild), topics, (kept, removed, topic) => {
      const filters = filterSet();
      for (const filter of [...kept, ...removed]) filters.add(filter);
      for (const filter of removed) filters.delete(filter);
      const left = kept.filter((filter) => !removed.includes(filter) && matches(filter, topic));
      expect(filters.match(topic).toSorted()).toEqual(left.toSorted());
    }),
  );
});
