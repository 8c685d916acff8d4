import type { Scale } from "./use-scales";

/** Where the lines are drawn within a chart, in pixels. */
export type Plot = { left: number; top: number; width: number; height: number };

/** What is left beside the plot where no unit is measured. */
const RIGHT_MARGIN = 8;
const TOP_MARGIN = 8;
const UNITS_MARGIN = 22;
/** The room for the times below it. */
export const TIMES_HEIGHT = 24;

/** What the scales leave of a chart. */
export function plotOf(scales: readonly Scale[], width: number, height: number): Plot {
  const left = scales[0]?.width ?? 0;
  const right = scales[1]?.width ?? RIGHT_MARGIN;
  const top = scales.length > 1 ? UNITS_MARGIN : TOP_MARGIN;
  return { left, top, width: width - left - right, height: height - top - TIMES_HEIGHT };
}
