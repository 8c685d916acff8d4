import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_FIELD_BYTES } from "./fields";
import { numbersOf } from "./numbers";

const fieldsOf = (payload: string) => Object.fromEntries(numbersOf(payload).fields);

test.each([
  ["21.5", 21.5],
  [" -4e2 ", -400],
  ["on", 1],
  ["FALSE", 0],
  ["-0", 0],
  ["NaN", null],
  ["Infinity", null],
  ["1e400", null],
  ["12abc", null],
  ["0x10", null],
  ["[1]", null],
  ["", null],
])("the plain number of %j is %j", (payload, value) => {
  expect(numbersOf(payload)).toEqual({ value, fields: new Map() });
});

test("numeric leaves of an object are named by their paths", () => {
  expect(fieldsOf('{"t":21.5,"in":{"h":40,"ok":true,"note":"x"},"list":[7]}')).toEqual({
    t: 21.5,
    "in.h": 40,
    "in.ok": 1,
    "list.0": 7,
  });
  expect(numbersOf('{"t":1}').value).toBeNull();
});

test("names that the database could not keep make no series and spoil no others", () => {
  const long = "x".repeat(MAX_FIELD_BYTES + 1);
  const payload = JSON.stringify({ "": 1, "a\0b": 2, "\ud800": 3, [long]: 4, [long.slice(1)]: 5, good: 6 });
  expect(fieldsOf(payload)).toEqual({ [long.slice(1)]: 5, good: 6 });
});

test("hostile payloads have none", () => {
  expect(numbersOf("[".repeat(64_000)).fields.size).toBe(0);
  expect(numbersOf(`{"a":${"[".repeat(64_000)}`).fields.size).toBe(0);
  expect(numbersOf(new Uint8Array([0xff, 0x31]))).toEqual({ value: null, fields: new Map() });
});

test("all that comes out is finite and has a name", () => {
  fc.assert(
    fc.property(fc.json(), (payload) => {
      const { value, fields } = numbersOf(payload);
      for (const number of [value ?? 0, ...fields.values()]) expect(Number.isFinite(number)).toBe(true);
      for (const name of fields.keys()) expect(name).not.toBe("");
    }),
  );
});
