import { expect, test } from "vitest";
import type { Topic } from "#server/contract/shapes";
import { streamsOf } from "./streams";

const registered = (topic: string, createdAt: number, label: string | null = null): Topic => ({
  topic,
  stream: "",
  kit: "lamp",
  label,
  unit: null,
  backfill: false,
  last: null,
  createdAt,
});

test("streams stand in the order in which they began, new ones last, each once", () => {
  const { readings, commands } = streamsOf(
    [registered("7b/lamp/lux", 2, "Light"), registered("7b/lamp/air/t", 1), registered("7b/lamp/set/led", 3)],
    ["7b/lamp/lux", "7b/lamp/button", "7b/lamp/status", "7b/lamp/errors"],
  );
  expect(readings.map(({ name, label }) => [name, label])).toEqual([
    ["air/t", null],
    ["lux", "Light"],
    ["button", null],
  ]);
  expect(commands.map(({ name }) => name)).toEqual(["led"]);
});
