import { expect, test } from "vitest";
import type { Run } from "../load/run";
import type { Line } from "./delivery-table";
import { medianLines } from "./rounds";

const RUN: Run = {
  wanted: 400,
  offered: 400,
  perSecond: 400,
  expected: 4000,
  delivered: 4000,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  stray: 0,
  p50: 0.1,
  p95: 0.2,
  p99: 0.3,
  seconds: 10,
  cut: 0,
  cpu: { server: 1, database: null },
  pss: { server: 100, database: null },
  others: 0,
};

const line = (load: string, changed: Partial<Run>): Line => ({
  peer: "kitroom",
  load,
  result: { ...RUN, ...changed },
});

test("of three rounds the one with the median p99 is shown, by load", () => {
  const lines = [
    line("400/s", { p99: 3, p50: 30 }),
    line("800/s", { p99: 9 }),
    line("400/s", { p99: 1, p50: 10 }),
    line("400/s", { p99: 2, p50: 20 }),
  ];
  expect(medianLines(lines)).toEqual([line("400/s", { p99: 2, p50: 20 }), line("800/s", { p99: 9 })]);
});

test("what was lost, doubled or out of order in any round is not hidden by the median", () => {
  const lines = [
    line("400/s", { p99: 1 }),
    line("400/s", { p99: 2, lost: 1, outOfOrder: 2 }),
    line("400/s", { p99: 3, lost: 2, doubled: 3 }),
  ];
  expect(medianLines(lines)).toEqual([line("400/s", { p99: 2, lost: 3, doubled: 3, outOfOrder: 2 })]);
});

test("a round that was not run speaks for the others", () => {
  const failed: Line = { peer: "kitroom", load: "400/s", result: { reason: "no such program" } };
  expect(medianLines([line("400/s", {}), failed])).toEqual([failed]);
});
