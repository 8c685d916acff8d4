import { placeOf } from "@/_live/series";
import type { Curve } from "./curve";

/** Where a line is drawn: the plot area in pixels, and the times and values at its edges. */
export type Frame = {
  left: number;
  top: number;
  width: number;
  height: number;
  from: number;
  to: number;
  low: number;
  high: number;
};

/** A stream that says nothing for this long has a gap, however quick it was before. */
const SHORTEST_GAP_MS = 5000;
/** What a pause must exceed the usual interval by to be a gap. */
const GAP_FACTOR = 4;
const INTERVALS_LOOKED_AT = 64;

/** Of a curve, what a line needs. */
type Course = Pick<Curve, "at" | "value"> & { gapMs?: number | null };

/** A part of a curve, by the index of its first point and of the one behind its last; the whole where it is not said. */
export type Stretch = { first?: number; end?: number };

/**
 * The `d` of a line's path within a frame: gaps stay gaps, a point alone is a dot (with round caps), and where several
 * points share a pixel only what their column shows is drawn.
 */
export function linePath(
  { at, value, gapMs }: Course,
  frame: Frame,
  { first = 0, end = at.length }: Stretch = {},
): string {
  const begin = Math.max(first, placeOf(at, frame.from) - 1);
  const gap = gapMs ?? gapOf(at, begin);
  const pen = createPen(frame);
  for (let index = begin; index < end; index++) {
    const time = at[index] ?? 0;
    if (time > frame.to) break;
    const joined = index > begin && time - (at[index - 1] ?? 0) <= gap;
    pen.point(time, value[index] ?? 0, joined);
  }
  return pen.done();
}

/**
 * The `d` of dots for round caps: those between gaps, which no line leads to, and the last point, where (`ends`) it is
 * what is now.
 */
export function dotPath(
  { at, value, gapMs }: Course,
  frame: Frame,
  ends = true,
  { first = 0, end = at.length }: Stretch = {},
): string {
  const begin = Math.max(first, placeOf(at, frame.from - 1));
  const gap = gapMs ?? gapOf(at);
  const parts: string[] = [];
  for (let index = begin; index < end; index++) {
    const time = at[index] ?? 0;
    const apart = (other: number | undefined) => other === undefined || Math.abs(time - other) > gap;
    const alone = apart(at[index - 1]) && apart(at[index + 1]);
    if (!alone && !(ends && index === at.length - 1)) continue;
    if (time > frame.to) continue;
    parts.push(`M${xOf(time, frame)} ${yOf(value[index] ?? 0, frame)}h0`);
  }
  return parts.join("");
}

/** Half the width of the bar that a point between gaps has instead of an area. */
const LONE_PX = 1;

/** The `d` of the area from the lowest to the highest of what each point stands for, a piece for each stretch between gaps. */
export function bandPath({ at, band, gapMs }: Pick<Curve, "at" | "band" | "gapMs">, frame: Frame): string {
  if (!band) return "";
  const gap = gapMs ?? gapOf(at);
  const parts: string[] = [];
  let upper: string[] = [];
  let lower: string[] = [];
  const flush = () => {
    if (upper.length > 0) parts.push(`M${[...upper, ...lower.reverse()].join("L")}Z`);
    upper = [];
    lower = [];
  };
  for (let index = Math.max(0, placeOf(at, frame.from) - 1); index < at.length; index++) {
    const time = at[index] ?? 0;
    const before = time - (at[index - 1] ?? Number.NEGATIVE_INFINITY) > gap;
    const after = (at[index + 1] ?? Number.POSITIVE_INFINITY) - time > gap;
    if (before) flush();
    for (const aside of before && after ? [-LONE_PX, LONE_PX] : [0]) {
      upper.push(`${xOf(time, frame, aside)} ${yOf(band.max[index] ?? 0, frame)}`);
      lower.push(`${xOf(time, frame, aside)} ${yOf(band.min[index] ?? 0, frame)}`);
    }
    if (time > frame.to) break;
  }
  flush();
  return parts.join("");
}

const xOf = (time: number, { left, width, from, to }: Frame, aside = 0) =>
  (left + ((time - from) / (to - from)) * width + aside).toFixed(1);

const yOf = (value: number, { top, height, low, high }: Frame) =>
  (top + (1 - (value - low) / (high - low)) * height).toFixed(1);

/** The pause that counts as a gap: several times the usual one (the median, which outliers do not move). */
export function gapOf(times: readonly number[], begin = 0): number {
  const intervals: number[] = [];
  for (let index = Math.max(begin + 1, times.length - INTERVALS_LOOKED_AT); index < times.length; index++)
    intervals.push((times[index] ?? 0) - (times[index - 1] ?? 0));
  intervals.sort((one, other) => one - other);
  return Math.max(SHORTEST_GAP_MS, GAP_FACTOR * (intervals[intervals.length >> 1] ?? 0));
}

/** Collects the points of one pixel column and draws its first, lowest, highest and last. */
function createPen({ left, top, width, height, from, to, low, high }: Frame) {
  const parts: string[] = [];
  let column = Number.NaN;
  let ys: number[] = [];

  function flush(): void {
    const [first, ...rest] = ys;
    if (first === undefined) return;
    const last = ys.at(-1) ?? first;
    const kept = rest.length < 3 ? rest : [Math.min(...ys), Math.max(...ys), last];
    for (const y of kept) parts.push(`L${column} ${y.toFixed(1)}`);
    ys = [];
  }

  return {
    point: (at: number, value: number, joined: boolean) => {
      const x = Math.round((left + ((at - from) / (to - from)) * width) * 2) / 2;
      const y = top + (1 - (value - low) / (high - low)) * height;
      if (joined && x === column) {
        ys.push(y);
        return;
      }
      flush();
      column = x;
      ys = [y];
      // A line to where one stands already is drawn as a dot by round caps.
      parts.push(joined ? `L${x} ${y.toFixed(1)}` : `M${x} ${y.toFixed(1)}L${x} ${y.toFixed(1)}`);
    },
    done: () => {
      flush();
      return parts.join("");
    },
  };
}
