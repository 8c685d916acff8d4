import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refusal } from "./refusal";
import { covers, findTopicParts, isFilter, isSlug, isStream, matches, requireTopicParts } from "./topic";

describe("P33 P38 the grammar of topics", () => {
  test.each([
    ["lab/lamp/temperature", "reading", "temperature"],
    ["lab/lamp/air/room-1/floor_2/wall/temp", "reading", "air/room-1/floor_2/wall/temp"],
    ["lab/lamp/온도", "reading", "온도"],
    ["lab/lamp/set/led", "command", "led"],
    ["lab/lamp/status", "status", ""],
    ["lab/lamp/errors", "errors", ""],
    ["lab/shared/score", "shared", "score"],
    ["lab/lamp/status2", "reading", "status2"],
  ])("%s is a %s of the stream %s", (topic, kind, stream) => {
    expect(findTopicParts(topic)).toMatchObject({ kind, stream, class: "lab" });
  });

  test.each([
    "",
    "lab",
    "lab/lamp",
    "lab/lamp/",
    "/lamp/x",
    "lab//x",
    "Lab/lamp/x",
    "lab/lamp/+",
    "lab/lamp/#",
    "lab/lamp/a b",
    "lab/lamp/a\0b",
    "lab/lamp/😀",
    "lab/lamp/set",
    "lab/lamp/set/set/x",
    "lab/lamp/errors/x",
    "lab/lamp/status/x",
    "lab/lamp/1/2/3/4/5/6",
    `lab/lamp/${"x".repeat(33)}`,
    `lab/lamp/${"가".repeat(32)}/${"나".repeat(32)}/${"다".repeat(32)}`,
    "lab/lamp/e\u0301",
    "$SYS/broker/uptime",
    "lab/shared/set/x",
    "lab/shared/status",
  ])("%j is no topic of Kitroom", (topic) => {
    expect(findTopicParts(topic)).toBeNull();
    expect(() => requireTopicParts(topic)).toThrow(Refusal);
  });

  test("slugs are 2 to 32 of a-z, 0-9 and -, a letter or digit first", () => {
    expect(["ab", "a1", "7b-", "x".repeat(32)].filter(isSlug)).toHaveLength(4);
    expect(["a", "-ab", "A1", "a_b", "a.b", "x".repeat(33), ""].filter(isSlug)).toEqual([]);
  });

  test("a stream has 1 to 5 levels and never begins with set, status or errors", () => {
    expect(["t", "a/b/c/d/e", "x/set", "x/status"].filter(isStream)).toHaveLength(4);
    expect(["", "a/", "a//b", "set/x", "status", "errors/x", "a/b/c/d/e/f"].filter(isStream)).toEqual([]);
  });
});

describe("P38 filters (MQTT 3.1.1, 4.7)", () => {
  test.each([
    ["sport/tennis/player1/#", "sport/tennis/player1", true],
    ["sport/tennis/player1/#", "sport/tennis/player1/ranking", true],
    ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
    ["sport/#", "sport", true],
    ["#", "a/b", true],
    ["#", "/", true],
    ["sport/tennis/+", "sport/tennis/player1", true],
    ["sport/tennis/+", "sport/tennis/player1/ranking", false],
    ["sport/+", "sport", false],
    ["sport/+", "sport/", true],
    ["+/+", "/finance", true],
    ["/+", "/finance", true],
    ["+", "/finance", false],
    ["#", "$SYS/x", false],
    ["+/monitor/Clients", "$SYS/monitor/Clients", false],
    ["$SYS/#", "$SYS/x", true],
    ["$SYS/monitor/+", "$SYS/monitor/Clients", true],
    ["a/b", "a/B", false],
    ["a", "a/", false],
  ])("%s matches %s: %s", (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });

  test("wildcards stand alone in their level, # comes last", () => {
    expect(["#", "+", "a/#", "+/+/#", "a/+/b"].filter(isFilter)).toHaveLength(5);
    expect(["", "a#", "#/a", "a/b+", "a/#/b", "a\0", "x".repeat(201)].filter(isFilter)).toEqual([]);
  });

  test("containment is never wrong: what a granted filter covers, it matches", () => {
    const level = fc.constantFrom("a", "b", "+", "$x");
    const filter = fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([levels, many]) => [...levels, ...(many ? ["#"] : [])].join("/"));
    const topic = fc
      .array(fc.constantFrom("a", "b", "c", "$x"), { minLength: 1, maxLength: 5 })
      .map((levels) => levels.join("/"));
    fc.assert(
      fc.property(filter, filter, topic, (granted, asked, name) => {
        if (covers(granted, asked) && matches(asked, name)) expect(matches(granted, name)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ["lab/#", "lab/#", true],
    ["lab/#", "lab/+/temp", true],
    ["lab/#", "lab", true],
    ["lab/#", "#", false],
    ["lab/#", "+/#", false],
    ["lab/#", "+/lamp/x", false],
    ["lab/+/set/#", "lab/lamp/set/led", true],
    ["lab/+/set/#", "lab/lamp/#", false],
    ["lab/+", "lab/#", false],
  ])("%s covers %s: %s", (granted, asked, expected) => {
    expect(covers(granted, asked)).toBe(expected);
  });
});
