import type { Standing } from "../peers/peer";
import { cpuOf } from "../peers/processes";
import { sleep } from "./clock";
import { fanOut } from "./plan";
import { type Load, type Run, run } from "./run";

/** Deliveries a second to begin with, and beyond which nobody asks. */
export type Range = { from: number; to: number };

/** The most that a server delivers, and what was wrong with the next more that was tried. */
export type Knee = { run: Run | null; limit: string };

const LONGEST_P99_MS = 250;
/** A load tool that sends less than this share of what it should measures itself. */
const LEAST_OFFERED = 0.97;

/** Why a run does not count as delivered; null where it does. */
export function failureOf({ lost, doubled, outOfOrder, cut, p99, wanted, offered }: Run): string | null {
  if (cut > 0) return `${cut} browsers cut off`;
  if (lost > 0) return `${lost} lost`;
  if (doubled > 0) return `${doubled} doubled`;
  if (outOfOrder > 0) return `${outOfOrder} out of order`;
  if (p99 === null || p99 >= LONGEST_P99_MS) return `p99 ${Math.round(p99 ?? Number.NaN)} ms`;
  if (offered < wanted * LEAST_OFFERED) return `only ${Math.round(offered)} a second came to be sent`;
  return null;
}

/**
 * Looks for the most deliveries a second with p99 under 250 ms and nothing lost, doubled or out of order: doubles
 * until it fails, halves the gap `steps` times, and has the best prove itself in a run twice as long.
 */
export async function findKnee(
  standing: Standing,
  load: Omit<Load, "rate">,
  range: Range,
  steps: number,
  say: (run: Run, failure: string | null) => void,
): Promise<Knee> {
  let limit = "the most that is asked for";
  const attempt = async (deliveries: number, seconds = load.seconds): Promise<Run | null> => {
    await quiet(standing);
    const tried = await run(standing, { ...load, seconds, rate: deliveries / fanOut(load.plan) });
    const failure = failureOf(tried);
    say(tried, failure);
    if (failure) limit = failure;
    return failure ? null : tried;
  };

  let low = 0;
  let high = range.from;
  while (high <= range.to && (await attempt(high))) {
    low = high;
    high *= 2;
  }
  if (high > range.to) high = range.to;
  for (let step = 0; step < steps && low < range.to; step++) {
    const middle = low === 0 ? high / 2 : Math.sqrt(low * high);
    if (await attempt(middle)) low = middle;
    else high = middle;
  }
  for (let deliveries = low; deliveries > 0.5 * low; deliveries *= 0.9) {
    const best = await attempt(deliveries, 2 * load.seconds);
    if (best) return { run: best, limit };
  }
  return { run: null, limit };
}

const QUIET_CPU = 0.05;
const WATCHED_MS = 300;
const LONGEST_WAIT_MS = 20_000;

/** Waits until the server has done what earlier runs left it to do. */
export async function quiet(standing: Standing): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS;
  let before = await cpuSecondsOf(standing);
  while (performance.now() < until) {
    await sleep(WATCHED_MS);
    const after = await cpuSecondsOf(standing);
    if (after - before <= (QUIET_CPU * WATCHED_MS) / 1000) return;
    before = after;
  }
}

async function cpuSecondsOf(standing: Standing): Promise<number> {
  const { server, database } = await cpuOf(await standing.processes());
  return server + (database ?? 0);
}
