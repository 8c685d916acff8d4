import { expect, test } from "vitest";
import { isMidnight, timeTicks } from "./time-ticks";
import { zoneOf } from "./zone";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const utc = zoneOf("UTC");
const seoul = zoneOf("Asia/Seoul");
const berlin = zoneOf("Europe/Berlin");

/** What the clocks show at each mark. */
const shown = (ticks: readonly number[], zone = utc) =>
  ticks.map((at) => new Date(zone.localOf(at)).toISOString().slice(5, 16));

test("a span of minutes has its full minutes, a shorter one its quarters, and no more than there is room for", () => {
  const span = { from: 30_000, to: 210_000 };
  expect(timeTicks(span, 4, utc)).toEqual({ ticks: [60_000, 120_000, 180_000], form: "minutes" });
  expect(timeTicks({ from: 1000, to: 61_000 }, 4, utc)).toEqual({
    ticks: [15_000, 30_000, 45_000, 60_000],
    form: "seconds",
  });
  expect(timeTicks({ from: 0, to: 300_000 }, 3, utc).ticks).toEqual([0, 120_000, 240_000]);
});

test("hours and days are those of the reader's clocks", () => {
  const from = Date.UTC(2026, 10, 22, 4, 30);
  expect(shown(timeTicks({ from, to: from + DAY }, 5, seoul).ticks, seoul)).toEqual([
    "11-22T18:00",
    "11-23T00:00",
    "11-23T06:00",
    "11-23T12:00",
  ]);
  const week = timeTicks({ from, to: from + 7 * DAY }, 7, seoul);
  expect(week.form).toBe("days");
  expect(week.ticks).toHaveLength(7);
  expect(week.ticks.every((at) => isMidnight(at, seoul))).toBe(true);
  expect(isMidnight(Date.UTC(2026, 10, 22), seoul)).toBe(false);
});

test("a zone that is half an hour off has its own full hours", () => {
  const kathmandu = zoneOf("Asia/Kathmandu");
  const from = Date.UTC(2026, 10, 22);
  expect(shown(timeTicks({ from, to: from + 4 * HOUR }, 4, kathmandu).ticks, kathmandu)).toEqual([
    "11-22T06:00",
    "11-22T07:00",
    "11-22T08:00",
    "11-22T09:00",
  ]);
});

test("the hour that summer time leaves out has no mark, and days stay days", () => {
  const from = Date.UTC(2026, 2, 28, 23); // midnight in Berlin; clocks go from 02:00 to 03:00
  expect(shown(timeTicks({ from, to: from + 4 * HOUR }, 5, berlin).ticks, berlin)).toEqual([
    "03-29T00:00",
    "03-29T01:00",
    "03-29T03:00",
    "03-29T04:00",
    "03-29T05:00",
  ]);
  const days = timeTicks({ from: from - 2 * DAY, to: from + 3 * DAY }, 6, berlin).ticks;
  expect(shown(days, berlin).every((text) => text.endsWith("T00:00"))).toBe(true);
  expect(days).toHaveLength(6);
});

test("the hour that winter time brings twice has its mark once, in order", () => {
  const from = Date.UTC(2026, 9, 24, 22); // midnight in Berlin; clocks go from 03:00 back to 02:00
  const { ticks } = timeTicks({ from, to: from + 5 * HOUR }, 5, berlin);
  expect(shown(ticks, berlin)).toEqual([
    "10-25T00:00",
    "10-25T01:00",
    "10-25T02:00",
    "10-25T03:00",
    "10-25T04:00",
  ]);
  expect((ticks[3] ?? 0) - (ticks[2] ?? 0)).toBe(2 * HOUR);
});

test("a term has its weeks, a year its months, and whatever comes has an end", () => {
  const from = Date.UTC(2026, 0, 15);
  expect(timeTicks({ from, to: from + 60 * DAY }, 6, seoul).ticks.length).toBeGreaterThan(2);
  const year = timeTicks({ from, to: from + 365 * DAY }, 12, seoul);
  expect(year.form).toBe("months");
  expect(shown(year.ticks, seoul)[0]).toBe("02-01T00:00");
  expect(year.ticks).toHaveLength(12);
  expect(timeTicks({ from: 0, to: Date.UTC(2026, 0, 1) }, 6, utc).ticks.length).toBeLessThan(8);
});
