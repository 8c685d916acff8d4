import type { Standing } from "../peers/peer";
import { sleep } from "./clock";
import { type Cost, countCost } from "./cost";
import type { KitsDuties, Sent, Window } from "./kits-process";
import { nextRun } from "./run-number";
import { openWorker, ROOM } from "./worker";

/** What kits sent that send as fast as they are acknowledged. */
export type Filled = Sent & Cost & { run: number };

/** Has kits of QoS 1 send as fast as they are acknowledged; `meanwhile` happens half-way. */
export async function fill(
  standing: Pick<Standing, "kits" | "processes">,
  { kits, ...window }: Window & { kits: number },
  meanwhile?: () => Promise<void>,
): Promise<Filled> {
  const run = nextRun();
  const worker = openWorker<KitsDuties>("kits-process.ts", ROOM);
  try {
    await worker.ask("open", { door: standing.kits, kits, run, qos: 1 });
    const cost = await countCost(standing.processes);
    const halfWay = sleep((window.seconds * 1000) / 2).then(meanwhile);
    const [sent] = await Promise.all([worker.ask("fill", window), halfWay]);
    return { ...sent, ...(await cost()), run };
  } finally {
    worker.close();
  }
}
