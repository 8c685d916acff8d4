import { expect, test } from "vitest";
import { tableSteps } from "./table-steps";

const NOW = 1_795_000_000_000;
const HOUR = 3_600_000;

test.each([
  [5 / 60, 15, "second"],
  [1, 5, "minute"],
  [24, 1, "hour"],
  [7 * 24, 6, "hour"],
  [30 * 24, 2, "day"],
  [200 * 365 * 24, 3650, "day"],
] as const)("a table of %d hours has steps of %d %ss, not too many", (hours, count, unit) => {
  const table = tableSteps({ from: NOW - hours * HOUR, to: NOW });
  expect(table).toMatchObject({ count, unit });
  expect(table.steps.length).toBeGreaterThan(10);
  expect(table.steps.length).toBeLessThanOrEqual(30);
});

test("its rows are round, the newest first, and hold all of the span", () => {
  const span = { from: NOW - 24 * HOUR, to: NOW };
  const { steps, stepMs } = tableSteps(span);
  expect(steps.every((at) => at % stepMs === 0)).toBe(true);
  expect(steps[0]).toBeLessThanOrEqual(span.to);
  expect((steps[0] ?? 0) + stepMs).toBeGreaterThan(span.to);
  expect(steps.at(-1)).toBeLessThanOrEqual(span.from);
  expect(steps).toEqual([...steps].sort((one, other) => other - one));
});
