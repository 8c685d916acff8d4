import { cpuSecondsOf, perThousand } from "../load/cost";
import type { Run } from "../load/run";
import { REFERENCE } from "../peers/mosquitto";
import { figure, percent, ratio, table } from "../report";

/** One line of a table: what a peer made of a load, or why it was not run. */
export type Line = { peer: string; load: string; result: Run | { reason: string } };

const HEAD = [
  "load",
  "server",
  "offered/s",
  "delivered/s",
  "",
  "lost",
  "doubled",
  "out of order",
  "p50 ms",
  "p95 ms",
  "p99 ms",
  "",
  "CPU ms per 1,000",
  "",
  "of it database",
  "memory MB",
  "others' CPU",
];

/** What each server delivered and what it cost, those of one load beside each other, with ratios to the reference. */
export function deliveryTable(lines: readonly Line[]): string {
  const loads = [...new Set(lines.map(({ load }) => load))];
  const rows = loads.flatMap((load) => {
    const same = lines.filter((line) => line.load === load);
    const reference = same.find(({ peer }) => peer === REFERENCE)?.result;
    return same.map((line) => row(line, reference && "p99" in reference ? reference : null));
  });
  return table(HEAD, rows);
}

function row({ peer, load, result }: Line, reference: Run | null): string[] {
  if ("reason" in result) return [load, peer, `not run: ${result.reason}`];
  const { offered, perSecond, lost, doubled, outOfOrder, p50, p95, p99 } = result;
  const databaseMemory = result.pss.database === null ? "" : ` + ${figure(result.pss.database)}`;
  return [
    load,
    peer,
    figure(offered),
    figure(perSecond),
    ratio(perSecond, reference?.perSecond),
    ...[lost, doubled, outOfOrder, p50, p95, p99].map(figure),
    ratio(p99, reference?.p99),
    figure(cpuEach(result)),
    ratio(cpuEach(result), reference && cpuEach(reference)),
    figure(perThousand(result.cpu.database, result.delivered)),
    `${figure(result.pss.server)}${databaseMemory}`,
    percent(result.others),
  ];
}

function cpuEach(run: Run): number | null {
  return perThousand(cpuSecondsOf(run), run.delivered);
}
