/** The points of one line, in order of time: two columns, so that a chart can walk them without making objects. */
export type Series = { readonly at: number[]; readonly value: number[] };

/** A state that a stream was in from `at` on: a switch, a word. */
export type StatePoint = { at: number; text: string };

/** Five minutes at the twenty messages a second that a class allows one kit. */
export const KEPT_POINTS = 6000;

export function createSeries(): Series {
  return { at: [], value: [] };
}

/** Adds a point where its time puts it; behind those of the same time. The oldest go when there are too many. */
export function addPoint(series: Series, at: number, value: number): void {
  const index = placeOf(series.at, at);
  if (index === series.at.length) {
    series.at.push(at);
    series.value.push(value);
  } else {
    series.at.splice(index, 0, at);
    series.value.splice(index, 0, value);
  }
  trim(series.at);
  trim(series.value);
}

/** Takes away the points of one time. */
export function dropPoints(series: Series, at: number): void {
  const { index, count } = momentIn(series.at, at);
  series.at.splice(index, count);
  series.value.splice(index, count);
}

export function addState(states: StatePoint[], state: StatePoint): void {
  let index = states.length;
  while (index > 0 && (states[index - 1]?.at ?? 0) > state.at) index--;
  states.splice(index, 0, state);
  trim(states);
}

/** Takes away the states that began at one time. */
export function dropStates(states: StatePoint[], time: number): void {
  const { index, count } = momentIn(
    states.map(({ at }) => at),
    time,
  );
  states.splice(index, count);
}

/** Where the points of one time stand. */
function momentIn(times: readonly number[], at: number): { index: number; count: number } {
  const end = placeOf(times, at);
  let index = end;
  while (index > 0 && times[index - 1] === at) index--;
  return { index, count: end - index };
}

/** The first index whose time is later than `at`: where the next point of that time belongs. */
export function placeOf(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length;
  if ((times[high - 1] ?? Number.NEGATIVE_INFINITY) <= at) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const DECIMALS_OF_LAST = 30;
const MOST_DECIMALS = 6;

/** The most decimals that the last values of a line were written with, at most six. */
export const decimalsOf = (series: Series): number => Math.max(0, ...lastDecimals(series));

/** The decimals that are usual among the last values (the median): one odd value does not make the others longer. */
export function usualDecimals(series: Series): number {
  const last = lastDecimals(series).sort((one, other) => one - other);
  return last[last.length >> 1] ?? 0;
}

function lastDecimals({ value }: Series): number[] {
  return value.slice(-DECIMALS_OF_LAST).map((one) => {
    const text = String(one);
    return text.includes("e") ? MOST_DECIMALS : Math.min(MOST_DECIMALS, text.split(".")[1]?.length ?? 0);
  });
}

/** Cuts in larger bites, so that a full series does not move all its points for each new one. */
function trim(list: unknown[]): void {
  if (list.length > KEPT_POINTS * 1.1) list.splice(0, list.length - KEPT_POINTS);
}
