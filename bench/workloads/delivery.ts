import { fanOut, type Plan } from "../load/plan";
import { failureOf, findKnee, quiet, type Range } from "../load/ramp";
import { type Run, run } from "../load/run";
import type { ClientKind } from "../load/watchers/watcher";
import type { Peer } from "../peers/peer";
import { circumstances, figure } from "../report";
import { deliveryTable, type Line } from "./delivery-table";
import { medianLines } from "./rounds";
import type { Bench, Workload } from "./workload";

/** Readings on their way from kits to browsers. */
type Delivery = {
  name: string;
  plan: Plan;
  client: ClientKind;
  /** Messages a second of all kits together, each in a run of its own. */
  fixed: readonly number[];
  /** Deliveries a second between which the knee is looked for; `kits` where those of the plan could not send as much. */
  ramp: (Range & { kits?: number }) | null;
};

const DELIVERIES: readonly Delivery[] = [
  {
    name: "class",
    plan: { kits: 40, browsers: 40, topicsEach: 5 },
    client: "library",
    fixed: [80],
    ramp: null,
  },
  {
    name: "school",
    plan: { kits: 400, browsers: 300, topicsEach: 5 },
    client: "library",
    fixed: [800],
    ramp: null,
  },
  {
    name: "fan-out",
    plan: { kits: 1, browsers: 500, topicsEach: 1 },
    client: "light",
    fixed: [20, 40],
    ramp: { from: 20_000, to: 1_900_000, kits: 4 }, // one sends at most 1,000 messages a second
  },
  {
    name: "mesh",
    plan: { kits: 100, browsers: 100, topicsEach: 5 },
    client: "light",
    fixed: [4000],
    ramp: { from: 20_000, to: 480_000 },
  },
  {
    name: "firehose",
    plan: { kits: 400, browsers: 300, topicsEach: 5 },
    client: "light",
    fixed: [],
    ramp: { from: 20_000, to: 480_000 },
  },
];

/** Not counted: code that has run a few times only is slow, and a lesson is not its first seconds. */
const WARM_UP = { seconds: 10, leastPerSecond: 800 };
/**
 * How often servers are measured at a load that leaves them idle, in turn: the slowest hundredth depends on what else
 * the machine does in that minute. A line is the one of these rounds with the median p99.
 */
const ROUNDS_WHEN_LIGHT = 3;
const PACE = {
  thorough: { fixed: { seconds: 20, warmUp: 5 }, ramp: { seconds: 3, warmUp: 1 }, steps: 3 },
  quick: { fixed: { seconds: 4, warmUp: 1 }, ramp: { seconds: 3, warmUp: 1 }, steps: 2 },
};

export const deliveries: Workload[] = DELIVERIES.map((delivery) => ({
  name: delivery.name,
  run: async (bench) => {
    const lines: Line[][] = bench.peers.map(() => []);
    const rounds = bench.quick || delivery.ramp ? 1 : ROUNDS_WHEN_LIGHT;
    for (let round = 0; round < rounds; round++)
      for (const [place, peer] of bench.peers.entries())
        lines[place]?.push(...(await linesOf(delivery, peer, bench)));
    return `${circumstances()}.\n\n${deliveryTable(lines.flatMap(medianLines))}`;
  },
}));

/** What was measured before something went wrong is kept. */
async function linesOf(delivery: Delivery, peer: Peer, bench: Bench): Promise<Line[]> {
  const lines: Line[] = [];
  try {
    await measure(delivery, peer, bench, lines);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    bench.say(`${peer.name}: not run: ${reason}`);
    lines.push({ peer: peer.name, load: "any", result: { reason } });
  }
  return lines;
}

async function measure(
  { plan, client, fixed, ramp }: Delivery,
  peer: Peer,
  bench: Bench,
  lines: Line[],
): Promise<void> {
  const pace = bench.quick ? PACE.quick : PACE.thorough;
  const say = (tried: Run, failure: string | null) =>
    bench.say(`${peer.name}: ${told(tried)} ${failure ?? "ok"}`);
  const atKnee = ramp?.kits ? { ...plan, kits: ramp.kits, topicsEach: ramp.kits } : plan;
  const standing = await peer.open(atKnee);
  try {
    const [usual = ramp ? ramp.from / fanOut(plan) : 0] = fixed;
    const rate = fanOut(plan) > 100 ? usual : Math.max(usual, WARM_UP.leastPerSecond);
    await run(standing, { plan, rate, client, seconds: WARM_UP.seconds, warmUp: 0 });
    for (const rate of fixed) {
      await quiet(standing);
      const done = await run(standing, { plan, rate, client, ...pace.fixed });
      say(done, failureOf(done));
      lines.push({ peer: peer.name, load: `${figure(rate * fanOut(plan))}/s`, result: done });
    }
    if (ramp) {
      const load = { plan: atKnee, client, ...pace.ramp };
      const knee = await findKnee(standing, load, ramp, pace.steps, say);
      lines.push({ peer: peer.name, load: "knee", result: knee.run ?? { reason: knee.limit } });
    }
  } finally {
    await standing.close();
  }
}

function told({ wanted, perSecond, p50, p99 }: Run): string {
  return `${figure(wanted)}/s wanted, ${figure(perSecond)}/s delivered, p50 ${figure(p50)} ms, p99 ${figure(p99)} ms`;
}
