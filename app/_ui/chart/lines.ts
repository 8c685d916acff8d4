import type { Series } from "@/_live/series";

/** One line of a live chart. The points are asked for at each painting, so that new ones are no new props. */
export type Line = {
  id: string;
  name: string;
  unit: string | null;
  /** 1 to 8: `--color-series-<n>`. */
  colour: number;
  series: () => Series | null;
};
