import type { Line } from "./delivery-table";

/**
 * The lines of one server's rounds as one for each load: the round with the median p99, with what was lost, doubled or
 * out of order in any of them. A round that was not run speaks for the others.
 */
export function medianLines(lines: readonly Line[]): Line[] {
  const loads = [...new Set(lines.map(({ load }) => load))];
  return loads.flatMap((load) => medianLine(lines.filter((line) => line.load === load)));
}

function medianLine(rounds: readonly Line[]): Line[] {
  const failed = rounds.find(({ result }) => "reason" in result);
  if (failed) return [failed];
  const runs = rounds.flatMap(({ result }) => ("reason" in result ? [] : [result]));
  const median = runs.toSorted((one, other) => (one.p99 ?? 0) - (other.p99 ?? 0))[runs.length >> 1];
  const total = (of: "lost" | "doubled" | "outOfOrder") => runs.reduce((sum, run) => sum + run[of], 0);
  const [line] = rounds;
  if (!line || !median) return [];
  const faults = { lost: total("lost"), doubled: total("doubled"), outOfOrder: total("outOfOrder") };
  return [{ ...line, result: { ...median, ...faults } }];
}
