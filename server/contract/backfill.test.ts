import { expect, test } from "vitest";
import { findTaken, MOST_AHEAD, readReading } from "./backfill";
import { numbersOf } from "./numbers";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const asked = { now: NOW, days: 30 };
const said = (at: string | number, value = "21.5") => `{"at":${at},"value":${value}}`;

test("a reading from the past says when it was taken", () => {
  for (const at of [NOW - HOUR, NOW - 30 * 24 * HOUR, NOW, NOW + MOST_AHEAD])
    expect(findTaken(Buffer.from(said(at)), asked)).toBe(at);
  expect(findTaken(` \n{"value":null,"at":${NOW},"more":1}`, asked)).toBe(NOW);
  expect(findTaken(said("1.8e12"), asked)).toBe(NOW); // JSON knows one kind of number
});

test("what says no time is a reading of now, and so is everything where the topic takes none from the past", () => {
  for (const payload of ["21.5", "on", "", "{", "[1]", "null", '{"value":1}', `[${said(NOW)}]`, `"${NOW}"`])
    expect(findTaken(payload, asked)).toBeNull();
  expect(findTaken('{"__proto__":{"at":1,"value":1}}', asked)).toBeNull();
  expect(findTaken(new Uint8Array([0xff]), asked)).toBeNull();
  expect(findTaken(said(1), { now: NOW, days: 0 })).toBeNull();
});

test.each([
  [said(NOW + MOST_AHEAD + 1), /5 minutes ahead/],
  [said(Number.MAX_SAFE_INTEGER), /5 minutes ahead/],
  [said(NOW - 30 * 24 * HOUR - 1), /30 days/],
  [said(0), /30 days/],
  [said("-0"), /30 days/],
  [said(NOW / 1000), /^at is in milliseconds; this looks like seconds\.$/],
  [said(NOW / 1000 + 0.25), /looks like seconds/], // as Python's time.time() has it
  [said(1e9), /looks like seconds/],
  [said(2e10), /looks like seconds/],
  [said(1e9 - 1), /30 days/],
  [said(2e10 + 1), /30 days/],
  [said(`"${NOW / 1000}"`), /whole number/],
  [said(-1), /whole number/],
  [said(NOW + 0.5), /whole number/],
  [said(`"${NOW}"`), /whole number/],
  [said("1e400"), /whole number/],
  [said("-1e400"), /whole number/],
  [said("9007199254740993"), /whole number/],
  [said("null"), /whole number/],
  [said("true"), /whole number/],
  [said(`[${NOW}]`), /whole number/],
  [`{"at":${NOW}}`, /value/],
  [`{"at":${NOW},"temperature":21}`, /value/],
  [`{"at":${NOW},"at":-1,"value":1}`, /whole number/], // of a name that stands twice the last counts
])("%s is refused", (payload, why) => {
  expect(() => findTaken(payload, asked)).toThrow(expect.objectContaining({ code: "bad-input" }));
  expect(() => findTaken(payload, asked)).toThrow(why);
});

test.each([
  ["21.5", { kind: "number", value: 21.5 }],
  ["true", { kind: "switch", value: true }],
  ['"off"', { kind: "switch", value: false }],
  ['"21.5"', { kind: "number", value: 21.5 }],
  ['"open"', { kind: "text", value: "open" }],
  ['""', { kind: "text", value: "" }],
])("a value of %s reads as %o", (value, reading) => {
  expect(readReading(said(NOW, value), { backfill: true })).toEqual(reading);
});

test("a value that is neither number, switch, text nor object is shown as it was sent", () => {
  for (const value of [
    '"\\ud800"',
    "null",
    "1e400",
    "[1,2]",
    "{}",
    '{"a":"b"}',
    `${"[".repeat(9000)}${"]".repeat(9000)}`,
  ])
    expect(readReading(said(NOW, value), { backfill: true })).toEqual({
      kind: "text",
      value: said(NOW, value),
    });
});

test("the numbers of a reading from the past are those of its value; its time is none", () => {
  const fieldsOf = (payload: string, backfill: boolean) =>
    Object.fromEntries(numbersOf(payload, { backfill }).fields);
  expect(numbersOf(said(NOW), { backfill: true })).toEqual({ value: 21.5, fields: new Map() });
  expect(numbersOf(said(NOW, "false"), { backfill: true }).value).toBe(0);
  expect(fieldsOf(said(NOW, '{"air":{"t":1},"ok":true}'), true)).toEqual({ "air.t": 1, ok: 1 });
  expect(fieldsOf(said(NOW), false)).toEqual({ at: NOW, value: 21.5 });
  expect(fieldsOf('{"value":1}', true)).toEqual({ value: 1 });
});
