import { createSeries, decimalsOf, placeOf, type Series } from "@/_live/series";

/** What a line says within a span, for a sentence and for the axis. */
export type Summary = { latest: number; min: number; max: number; count: number };

/** Null where the line has no point within the span. */
export function summaryOf(series: Series | null, from: number): Summary | null {
  if (!series) return null;
  const begin = placeOf(series.at, from - 1);
  const latest = series.value.at(-1);
  if (begin >= series.at.length || latest === undefined) return null;
  let min = latest;
  let max = latest;
  for (let index = begin; index < series.value.length; index++) {
    const value = series.value[index] ?? latest;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { latest, min, max, count: series.at.length - begin };
}

/** The last value in each step of a span, newest step first: the rows of a table. */
export function stepsOf(series: Series | null, steps: readonly number[], stepMs: number): (number | null)[] {
  return steps.map((from) => {
    if (!series) return null;
    const index = placeOf(series.at, from + stepMs - 1) - 1;
    const at = series.at[index];
    return at !== undefined && at >= from ? (series.value[index] ?? null) : null;
  });
}

/** The value of a line at a moment: that of its nearest point, within `reachMs`. */
export function valueAt(series: Series | null, moment: number, reachMs: number): number | null {
  if (!series) return null;
  const after = placeOf(series.at, moment);
  const near = [after - 1, after]
    .map((index) => ({ distance: Math.abs((series.at[index] ?? Number.NaN) - moment), index }))
    .filter(({ distance }) => distance <= reachMs)
    .sort((one, other) => one.distance - other.distance)[0];
  return near ? (series.value[near.index] ?? null) : null;
}

/** How the numbers of a line are written beneath each other: all with the decimals that it has. */
export function digitsLike(series: Series | null) {
  const decimals = decimalsOf(series ?? createSeries());
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}
