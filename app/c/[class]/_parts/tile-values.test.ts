import { expect, test } from "vitest";
import type { Message } from "#server/contract/shapes";
import type { LatestMap } from "@/_live/latest";
import { createTileValues } from "./tile-values";

function lastOf(...messages: [topic: string, payload: string][]): LatestMap {
  return new Map(
    messages.map(([topic, payload]) => {
      const message: Message = { topic, payload, at: 1000, qos: 0, retain: false };
      return [topic, { message, trends: new Map([["", [1, 2]]]) }];
    }),
  );
}

test("a tile shows its own kit's readings by name, not commands, not its status, not a namesake's", () => {
  const last = lastOf(
    ["7b/lamp/light", "412"],
    ["7b/lamp/air/temperature", "21.5"],
    ["7b/lamp/set/light", "on"],
    ["7b/lamp/status", "online"],
    ["7b/lamp-2/light", "7"],
  );
  const values = createTileValues(new Map())(last).get("lamp") ?? [];
  expect(values.map(({ label, reading }) => [label, reading])).toEqual([
    ["air/temperature", { kind: "number", value: 21.5 }],
    ["light", { kind: "number", value: 412 }],
  ]);
});

test("an object of numbers is a value for each field", () => {
  const last = lastOf(["7b/lamp/air", '{"t":21.5,"h":40}']);
  const values = createTileValues(new Map())(last).get("lamp") ?? [];
  expect(values.map(({ label, reading }) => [label, reading])).toEqual([
    ["air t", { kind: "number", value: 21.5 }],
    ["air h", { kind: "number", value: 40 }],
  ]);
});

test("a topic's label and unit are used where it has them", () => {
  const notes = new Map([["7b/lamp/light", { label: "Brightness", unit: "lx", backfill: false }]]);
  expect(createTileValues(notes)(lastOf(["7b/lamp/light", "412"])).get("lamp")).toMatchObject([
    { label: "Brightness", unit: "lx", at: 1000, trend: [1, 2] },
  ]);
});

test("a kit that said nothing new keeps its array, so that its tile is not drawn again", () => {
  const valuesOf = createTileValues(new Map());
  const first = lastOf(["7b/lamp/light", "412"], ["7b/bell/door", "on"]);
  const before = valuesOf(first);
  const after = valuesOf(new Map([...first, ...lastOf(["7b/bell/door", "off"])]));
  expect(after.get("lamp")).toBe(before.get("lamp"));
  expect(after.get("bell")).not.toBe(before.get("bell"));
});
