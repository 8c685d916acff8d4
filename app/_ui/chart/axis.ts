/** A value axis: round ends, and the marks between them. */
export type ValueAxis = { low: number; high: number; ticks: number[]; digits: number };

const STEPS = [1, 2, 2.5, 5, 10];
const INTERVALS = 4;
/** Numbers near the end of what a double holds cannot be subtracted any more. */
const WIDEST = 1e300;

/** Round ends around the values. A constant gets room above and below; nothing at all gets 0 to 1. */
export function valueAxis(min: number, max: number): ValueAxis {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return valueAxis(0, 1);
  if (max - min > WIDEST) return valueAxis(Math.max(min, -WIDEST / 2), Math.min(max, WIDEST / 2));
  const room = min === max ? Math.max(Math.abs(min) * 0.05, 0.5) : 0;
  const step = roundStep((max - min + 2 * room) / INTERVALS);
  const first = Math.floor((min - room) / step);
  const last = Math.ceil((max + room) / step);
  const digits = Math.max(0, Math.min(12, -Math.floor(Math.log10(step) + 1e-9) + (isHalf(step) ? 1 : 0)));
  const at = (index: number) => Number((index * step).toFixed(digits));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => at(first + index));
  return { low: at(first), high: at(last), ticks, digits };
}

function roundStep(wanted: number): number {
  // A difference too small for its own values to show would make an endless list of marks.
  if (!(wanted > Number.MIN_VALUE * 1e20)) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = STEPS.find((factor) => factor * power >= wanted * 0.999) ?? 10;
  return step * power;
}

const isHalf = (step: number) => Math.abs(step / 10 ** Math.floor(Math.log10(step) + 1e-9) - 2.5) < 0.01;
