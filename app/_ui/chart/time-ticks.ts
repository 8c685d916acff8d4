import type { Span } from "#server/contract/buckets";
import type { Zone } from "./zone";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between marks that clocks know, up to half a day. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200];
const MONTH_MS = 30.44 * DAY;

/** What a mark has to say: seconds, the time of day, the day, or the month. */
export type TickForm = "seconds" | "minutes" | "days" | "months";

/** The round times of a span by the clocks of a zone, in order, at most about `most`, and how to say them. */
export function timeTicks({ from, to }: Span, most: number, zone: Zone): { ticks: number[]; form: TickForm } {
  const fits = (step: number) => (to - from) / step <= most;
  const clockStep = CLOCK_STEPS.find(fits);
  if (clockStep !== undefined)
    return {
      ticks: walk({ from, to }, zone, (local) => (Math.floor(local / clockStep) + 1) * clockStep),
      form: clockStep < MINUTE ? "seconds" : "minutes",
    };
  const days = DAY_STEPS.find((count) => fits(count * DAY));
  if (days !== undefined) return { ticks: walk({ from, to }, zone, nextDay(days)), form: "days" };
  const months = MONTH_STEPS.find((count) => fits(count * MONTH_MS)) ?? 1200;
  return { ticks: walk({ from, to }, zone, nextMonth(months)), form: "months" };
}

/** Whether a mark stands at the beginning of a day, where the time of day alone would not say which. */
export const isMidnight = (at: number, zone: Zone): boolean => mod(zone.localOf(at), DAY) === 0;

type Next = (local: number) => number;

/** From one round local time to the next: an hour that is left out has no mark, one that comes twice has one. */
function walk({ from, to }: Span, zone: Zone, next: Next): number[] {
  const ticks: number[] = [];
  for (let local = next(zone.localOf(from) - 1); ; local = next(local)) {
    const at = zone.timeOf(local);
    if (at > to) return ticks;
    if (at >= from && zone.localOf(at) === local && at > (ticks.at(-1) ?? Number.NEGATIVE_INFINITY))
      ticks.push(at);
  }
}

/** Days count from a Monday, so that weeks begin with one (ISO 8601). */
const FIRST_MONDAY = Date.UTC(1970, 0, 5);

const nextDay =
  (count: number): Next =>
  (local) =>
    FIRST_MONDAY + (Math.floor((local - FIRST_MONDAY) / (count * DAY)) + 1) * count * DAY;

const nextMonth =
  (count: number): Next =>
  (local) => {
    const date = new Date(local);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const next = (Math.floor(month / count) + 1) * count;
    // Not Date.UTC, which takes the years 0 to 99 for those of the last century.
    return new Date(0).setUTCFullYear(Math.floor(next / 12), next % 12, 1);
  };

const mod = (value: number, by: number) => ((value % by) + by) % by;
