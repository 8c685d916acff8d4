import { bucketStart, type Span } from "#server/contract/buckets";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  { unit: "day", ms: DAY, counts: [1, 2, 7, 14, 30, 90, 365, 3650] },
  { unit: "hour", ms: HOUR, counts: [1, 2, 3, 6, 12] },
  { unit: "minute", ms: MINUTE, counts: [1, 2, 5, 10, 15, 30] },
  { unit: "second", ms: SECOND, counts: [1, 2, 5, 10, 15, 30] },
] as const;

/** Longer tables are not read. */
const ROWS = 30;

export type TableSteps = {
  /** Where each row begins, the newest first. */
  steps: number[];
  stepMs: number;
  /** How long a row is, to be said. */
  count: number;
  unit: (typeof UNITS)[number]["unit"];
};

/** The rows of a table of a span: round steps, at most thirty. */
export function tableSteps({ from, to }: Span): TableSteps {
  const all = UNITS.toReversed().flatMap(({ unit, ms, counts }) =>
    counts.map((count) => ({ unit, count, stepMs: count * ms })),
  );
  const step = all.find(({ stepMs }) => (to - from) / stepMs <= ROWS - 1) ?? {
    unit: "day" as const,
    count: 3650,
    stepMs: 3650 * DAY,
  };
  const steps: number[] = [];
  for (
    let at = bucketStart(to, step.stepMs);
    at > from - step.stepMs && steps.length < ROWS;
    at -= step.stepMs
  )
    steps.push(at);
  return { ...step, steps };
}
