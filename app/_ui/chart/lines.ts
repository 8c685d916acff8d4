import type { Span } from "#server/contract/buckets";
import type { Curve } from "./curve";

/** One line of a chart. Its points are asked for at each painting, so that new ones are no new props. */
export type Line = {
  id: string;
  name: string;
  unit: string | null;
  /** 1 to 8: `--color-series-<n>`. */
  colour: number;
  /** What to draw within a span; null where nothing is known. The same object until something is new. */
  curve: (span: Span) => Curve | null;
};
