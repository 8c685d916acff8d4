import { expect, test } from "vitest";
import { rightsOf } from "./rights";

const kit = rightsOf({
  publish: ["physics/lamp/#", "physics/shared/#", "physics/+/set/#"],
  subscribe: ["physics/#"],
});

test.each([
  ["physics/lamp/t", true],
  ["physics/lamp", true],
  ["physics/lampx/t", false],
  ["physics/shared/score", true],
  ["physics/fan/set/led", true],
  ["physics/fan/settings", false],
  ["physics/fan/t", false],
  ["biology/fan/set/led", false],
])("publishing on %s: %s", (topic, allowed) => expect(kit.mayPublish(topic)).toBe(allowed));

test.each([
  ["physics/#", true],
  ["physics/+/t", true],
  ["physics", true],
  ["#", false],
  ["+/lamp/#", false],
  ["$SYS/#", false],
  ["biology/#", false],
])("subscribing to %s: %s", (filter, allowed) => expect(kit.maySubscribe(filter)).toBe(allowed));

test.each([
  ["physics/lamp/t", true],
  ["physics", true],
  ["physicsx/lamp/t", false],
  ["$SYS/broker", false],
])("receiving %s: %s", (topic, allowed) => expect(kit.mayReceive(topic)).toBe(allowed));
