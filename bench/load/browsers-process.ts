import { now, sleep } from "./clock";
import { kitOf, markOf, PAYLOAD_BYTES, seqOf, timeOf } from "./payload";
import { type Plan, topicOf, watchedBy } from "./plan";
import { type Tallied, Tally } from "./tally";
import { openWatcher } from "./watchers/open-watcher";
import type { BrowsersDoor, ClientKind, Hear } from "./watchers/watcher";
import { obey } from "./worker";

export type BrowsersOpening = { door: BrowsersDoor; client: ClientKind; plan: Plan; run: number };

export type Heard = Tallied & {
  /** Seconds from the beginning of the run to the last delivery. */
  seconds: number;
  /** Connections that the server closed. */
  cut: number;
};

export type BrowsersDuties = {
  open(opening: BrowsersOpening): Promise<void>;
  /** Begins to count; latencies after `warmUp` milliseconds. */
  listen(order: { warmUp: number }): Promise<void>;
  /** Waits for what is still on its way, and gives account. */
  settle(order: { sent: number[] }): Promise<Heard>;
};

const TOGETHER = 20;
/** When nothing came for so long, nothing more will. */
const SILENCE_MS = 1500;
/** And what takes longer than this is lost to whoever looks at the page. */
const LONGEST_MS = 10_000;

let plan: Plan = { kits: 0, browsers: 0, topicsEach: 0 };
let tally = new Tally(plan, 0);
let begun = 0;
let lastAt = 0;
let cut = 0;

async function open({ door, client, plan: given, run }: BrowsersOpening): Promise<void> {
  plan = given;
  const mark = markOf(run);
  for (let first = 0; first < plan.browsers; first += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, plan.browsers - first) }, (_, at) => first + at);
    await Promise.all(
      some.map((browser) =>
        openWatcher(door, client, {
          topics: watchedBy(browser, plan).map(topicOf),
          hear: hearing(browser, mark),
          closed: () => {
            cut++;
          },
        }),
      ),
    );
  }
}

/** Finds the readings of this run in what a browser receives. */
function hearing(browser: number, mark: Buffer): Hear {
  return (buffer, start, end) => {
    let at = buffer.indexOf(mark, start);
    if (at < 0 || at >= end) return;
    lastAt = now();
    do {
      tally.note(browser, kitOf(buffer, at), seqOf(buffer, at), timeOf(buffer, at), lastAt);
      at = buffer.indexOf(mark, at + PAYLOAD_BYTES);
    } while (at >= 0 && at < end);
  };
}

async function listen({ warmUp }: { warmUp: number }): Promise<void> {
  begun = now();
  lastAt = begun;
  tally = new Tally(plan, begun + warmUp);
}

async function settle({ sent }: { sent: number[] }): Promise<Heard> {
  const { expected } = tally.close(sent);
  const since = now();
  const isOver = () => now() - Math.max(lastAt, since) > SILENCE_MS || now() - since > LONGEST_MS;
  while (tally.delivered < expected && !isOver()) await sleep(20);
  return { ...tally.close(sent), seconds: (lastAt - begun) / 1000, cut };
}

obey({ open, listen, settle } satisfies BrowsersDuties);
