import { expect, test } from "vitest";
import { readReading } from "./backfill";
import { numbersOf } from "./numbers";
import { HARD_PAYLOADS } from "./payload-testing";

test.each(HARD_PAYLOADS)("$name: what a chart makes of it", ({ bytes, value = null, fields = {} }) => {
  const numbers = numbersOf(bytes);
  expect(numbers.value).toEqual(value);
  for (const [name, number] of Object.entries(fields))
    expect([name, numbers.fields.get(name)]).toEqual([name, number]);
  if (Object.keys(fields).length === 0) expect([...numbers.fields]).toEqual([]);
});

test.each(HARD_PAYLOADS)("$name: what is said of the past in it", ({ bytes }) => {
  expect(() => readReading(bytes, { backfill: true })).not.toThrow();
});
