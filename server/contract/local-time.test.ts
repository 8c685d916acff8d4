import fc from "fast-check";
import { expect, test } from "vitest";
import { clockOf, isZone } from "./local-time";

test.each([
  ["Asia/Seoul", "2026-11-22T00:00:00.123Z", "2026-11-22T09:00:00.123+09:00"],
  ["UTC", "2026-11-22T00:00:00.000Z", "2026-11-22T00:00:00.000+00:00"],
  ["Asia/Kathmandu", "2026-01-01T00:00:00.000Z", "2026-01-01T05:45:00.000+05:45"],
  ["America/St_Johns", "2026-01-01T00:00:00.000Z", "2025-12-31T20:30:00.000-03:30"],
  // The clocks of Berlin are put back at 01:00 UTC: one local hour comes twice.
  ["Europe/Berlin", "2026-10-25T00:59:59.999Z", "2026-10-25T02:59:59.999+02:00"],
  ["Europe/Berlin", "2026-10-25T01:00:00.000Z", "2026-10-25T02:00:00.000+01:00"],
])("in %s it is, at %s, %s", (zone, utc, local) => {
  expect(clockOf(zone)(Date.parse(utc))).toBe(local);
});

test("a local time is the same moment, in whatever order times come", () => {
  const zones = fc.constantFrom("Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
  const times = fc.array(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }), { minLength: 2 });
  fc.assert(
    fc.property(zones, times, (zone, ats) => {
      const clock = clockOf(zone);
      expect(ats.map((at) => Date.parse(clock(at)))).toEqual(ats);
    }),
  );
});

test.each(["Asia/Seoul", "UTC", "Europe/Berlin"])("%s is a zone", (name) => expect(isZone(name)).toBe(true));
test.each(["", "+09:00", "-03", "Seoul", "Asia/Nowhere", "Asia/Seoul\r\nx", "9"])("%j is none", (name) =>
  expect(isZone(name)).toBe(false),
);
