import type { Standing } from "../peers/peer";
import type { BrowsersDuties, Heard } from "./browsers-process";
import { type Cost, countCost } from "./cost";
import type { KitsDuties, Sent } from "./kits-process";
import { fanOut, type Plan } from "./plan";
import { nextRun } from "./run-number";
import type { ClientKind } from "./watchers/watcher";
import { openWorker, ROOM } from "./worker";

/**
 * One measurement: kits send `rate` messages a second together, for `seconds`. Latencies count after the first
 * `warmUp` of these: the load processes are new and compile what they run.
 */
export type Load = { plan: Plan; rate: number; seconds: number; warmUp: number; client: ClientKind };

export type Run = Heard &
  Cost & {
    /** Deliveries a second that were asked for, that were sent, and that came to be. */
    wanted: number;
    offered: number;
    perSecond: number;
  };

/** Runs a load against a server, from processes of its own: one of kits, one of browsers. */
export async function run(standing: Standing, { plan, rate, seconds, warmUp, client }: Load): Promise<Run> {
  const number = nextRun();
  const kits = openWorker<KitsDuties>("kits-process.ts", ROOM);
  const browsers = openWorker<BrowsersDuties>("browsers-process.ts", ROOM);
  try {
    await kits.ask("open", { door: standing.kits, kits: plan.kits, run: number, qos: 0 });
    await browsers.ask("open", { door: standing.browsers, client, plan, run: number });
    const cost = await countCost(standing.processes);
    await browsers.ask("listen", { warmUp: warmUp * 1000 });
    const sent = await kits.ask("pace", { rate, seconds });
    const heard = await browsers.ask("settle", { sent: sent.sent });
    return { ...heard, ...ratesOf(plan, rate, sent, heard), ...(await cost()) };
  } finally {
    kits.close();
    browsers.close();
  }
}

function ratesOf(plan: Plan, rate: number, sent: Sent, heard: Heard) {
  return {
    wanted: rate * fanOut(plan),
    offered: heard.expected / sent.seconds,
    perSecond: heard.delivered / Math.max(heard.seconds, sent.seconds),
  };
}
