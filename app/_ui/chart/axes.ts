import type { Line } from "./lines";

export type Side = "left" | "right";

type Measured = Pick<Line, "unit">;

/** More units than a chart has sides cannot be read off. */
const SIDES: readonly Side[] = ["left", "right"];

/** Which lines share a picture: those of the first two units, those of the next two below, and so on. */
export function chartsOf<Kind extends Measured>(lines: readonly Kind[]): Kind[][] {
  const units = unitsOf(lines);
  const charts: Kind[][] = [];
  for (let first = 0; first < units.length; first += SIDES.length) {
    const shared = units.slice(first, first + SIDES.length);
    charts.push(lines.filter(({ unit }) => shared.includes(unit)));
  }
  return charts;
}

/** The side on which a unit of a picture is measured: the first one left, the second right. */
export function sideOf(unit: string | null, lines: readonly Measured[]): Side {
  return SIDES[unitsOf(lines).indexOf(unit)] ?? "left";
}

/** The sides that are needed, with what they are marked in. */
export function sidesOf(lines: readonly Measured[]): { side: Side; unit: string | null }[] {
  return unitsOf(lines)
    .slice(0, SIDES.length)
    .map((unit) => ({ side: sideOf(unit, lines), unit }));
}

const unitsOf = (lines: readonly Measured[]) => [...new Set(lines.map(({ unit }) => unit))];
