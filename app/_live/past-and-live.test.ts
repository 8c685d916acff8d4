import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketStart } from "#server/contract/buckets";
import type { Series as Past } from "#server/contract/shapes";
import { joinPastAndLive } from "./past-and-live";

type Value = { at: number; value: number };

/** What the server answers for the values up to `to`. */
function summed(values: readonly Value[], bucketMs: number, to: number): Past {
  const groups = new Map<number, number[]>();
  for (const { at, value } of values.filter((one) => one.at <= to)) {
    const start = bucketStart(at, bucketMs);
    groups.set(start, [...(groups.get(start) ?? []), value]);
  }
  const points = [...groups].map(([at, group]) => ({
    at,
    min: Math.min(...group),
    max: Math.max(...group),
    mean: group.reduce((sum, value) => sum + value, 0) / group.length,
    count: group.length,
  }));
  return { topic: "lab/lamp/light", field: null, from: 0, to, bucketMs, points };
}

const columns = (values: readonly Value[]) => ({
  at: values.map(({ at }) => at),
  value: values.map(({ value }) => value),
});

const values = fc
  .array(fc.record({ at: fc.nat(60_000), value: fc.integer({ min: -1000, max: 1000 }) }), { maxLength: 80 })
  .map((all) => all.sort((one, other) => one.at - other.at));

test("past and live together are as if all had been summed at once, wherever the one ends and the other began", () => {
  fc.assert(
    fc.property(values, fc.nat(60_000), fc.nat(60_000), (all, until, heldFrom) => {
      const live = columns(all.filter(({ at }) => at >= Math.min(heldFrom, until + 1)));
      const joined = joinPastAndLive(summed(all, 5000, until), live, 5000, { from: 0, to: 60_000 });
      const whole = summed(all, 5000, 60_000).points;
      expect(joined.at).toEqual(whole.map(({ at }) => at));
      expect(joined.min).toEqual(whole.map(({ min }) => min));
      expect(joined.max).toEqual(whole.map(({ max }) => max));
      expect(joined.count).toEqual(whole.map(({ count }) => count));
      for (const [index, { mean }] of whole.entries()) expect(joined.mean[index]).toBeCloseTo(mean, 6);
    }),
  );
});

test("before the server answers, what is live is shown; and nothing outside of the span", () => {
  const live = columns([100, 1100, 2100, 2200, 9000].map((at) => ({ at, value: at })));
  const joined = joinPastAndLive(null, live, 1000, { from: 1000, to: 5000 });
  expect(joined.at).toEqual([1000, 2000]);
  expect(joined.count).toEqual([1, 2]);
});

test("the largest numbers do not turn into none", () => {
  const live = columns([-1.7e308, 1.7e308, -1.7e308].map((value, index) => ({ at: index, value })));
  const { mean } = joinPastAndLive(null, live, 1000, { from: 0, to: 10 });
  expect(mean.every(Number.isFinite)).toBe(true);
});

test("what the server gave is not changed by what comes after it", () => {
  const past = summed([{ at: 1, value: 5 }], 1000, 10);
  const before = structuredClone(past);
  joinPastAndLive(past, columns([{ at: 20, value: 9 }]), 1000, { from: 0, to: 100 });
  expect(past).toEqual(before);
});
