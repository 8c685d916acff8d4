import type { Curve } from "./curve";
import { bandPath, dotPath, type Frame, gapOf, linePath } from "./path";

/** What a line is painted with: what stays as it is until the frame moves on, and what has come since. */
export const LINE_PARTS = ["band", "line", "dots", "newLine", "newDots"] as const;
export type LinePart = (typeof LINE_PARTS)[number];

/** What was painted whole, and must still be so for new points to be painted behind it. */
type Whole = { at: readonly number[]; count: number; first: number; last: number; gapMs: number };

/**
 * Paints one line within a frame that stands still, as often as it is called. Of a line of values only what is new is
 * painted: neither its path is written again nor the browser's drawing of it, however many points it has.
 */
export function createLinePainter(frame: Frame, ends: boolean, set: (part: LinePart, d: string) => void) {
  let painted: Curve | null | undefined;
  let whole: Whole | null = null;
  let count = 0;

  function paintWhole(curve: Curve | null): void {
    const length = curve?.at.length ?? 0;
    // The last point's dot goes when another one comes.
    const rest = { end: curve?.band ? length : length - 1 };
    set("band", curve ? bandPath(curve, frame) : "");
    set("line", curve ? linePath(curve, frame) : "");
    set("dots", curve ? dotPath(curve, frame, ends, rest) : "");
    set("newLine", "");
    set("newDots", "");
    whole = curve && wholeOf(curve);
    count = 0;
  }

  function paintNew({ at, value }: Curve, { count: known, gapMs }: Whole): void {
    if (at.length === count) return;
    count = at.length;
    const course = { at, value, gapMs };
    set("newLine", at.length > known ? linePath(course, frame, { first: known - 1 }) : "");
    set("newDots", dotPath(course, frame, ends, { first: known - 1 }));
  }

  return (curve: Curve | null): void => {
    const more = curve && whole && continues(curve, whole);
    if (!more && curve !== painted) paintWhole(curve);
    if (curve && whole) paintNew(curve, whole);
    painted = curve;
  };
}

/** Null for sums, whose last one changes with each value. */
function wholeOf({ at, band, gapMs }: Curve): Whole | null {
  const [first] = at;
  const last = at.at(-1);
  if (band || first === undefined || last === undefined) return null;
  return { at, count: at.length, first, last, gapMs: gapMs ?? gapOf(at) };
}

/** Whether a curve is what it was with some points behind it: nothing came late, and nothing was let go. */
const continues = ({ at }: Curve, whole: Whole) =>
  at === whole.at && at[0] === whole.first && at[whole.count - 1] === whole.last;
