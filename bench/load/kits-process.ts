import { now, sleep } from "./clock";
import { Kit, type KitsDoor } from "./kit";
import { Latencies } from "./latencies";
import { obey } from "./worker";

export type KitsOpening = { door: KitsDoor; kits: number; run: number; qos: 0 | 1 };
/** All kits together send `rate` messages a second, evenly, whatever comes of them. */
export type Pace = { rate: number; seconds: number };
/** Each kit sends as fast as its readings are acknowledged, this many ahead. */
export type Window = { inFlight: number; seconds: number };

export type Sent = {
  /** By kit. */
  sent: number[];
  /** Numbers of readings without an acknowledgement, by kit. */
  unacknowledged: number[][];
  /** How many acknowledgements came while time was running, and how long they took. */
  acknowledged: number;
  p50: number | null;
  p99: number | null;
  seconds: number;
  /** Connections that the broker closed. */
  closed: number;
};

export type KitsDuties = {
  open(opening: KitsOpening): Promise<void>;
  pace(pace: Pace): Promise<Sent>;
  fill(window: Window): Promise<Sent>;
};

const TOGETHER = 50;
let kits: Kit[] = [];

async function open({ door, kits: count, run, qos }: KitsOpening): Promise<void> {
  for (let first = 0; first < count; first += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, count - first) }, (_, at) => first + at);
    kits = kits.concat(await Promise.all(some.map((index) => Kit.open(door, { run, index, qos }))));
  }
}

async function pace({ rate, seconds }: Pace): Promise<Sent> {
  const from = now();
  let sent = 0;
  for (let passed = 0; passed < seconds; await sleep(1)) {
    passed = Math.min((now() - from) / 1000, seconds);
    for (const due = Math.round(passed * rate); sent < due; sent++) kits[sent % kits.length]?.send();
  }
  return report(now() - from);
}

async function fill({ inFlight, seconds }: Window): Promise<Sent> {
  const from = now();
  const latencies = new Latencies();
  let over = false;
  for (const kit of kits) {
    kit.onAcknowledged = (sentAt) => {
      if (over) return;
      latencies.note(now() - sentAt);
      kit.send();
    };
    for (let n = 0; n < inFlight; n++) kit.send();
  }
  while (now() - from < seconds * 1000 && kits.some(({ closed }) => !closed)) await sleep(10);
  over = true;
  const duration = now() - from;
  await settled();
  return report(duration, latencies);
}

/** Acknowledgements of what is on its way still come, or the server is gone. */
async function settled(): Promise<void> {
  const until = now() + 10_000;
  while (now() < until && kits.some((kit) => !kit.closed && kit.unacknowledged.length > 0)) await sleep(10);
}

function report(duration: number, latencies = new Latencies()): Sent {
  return {
    sent: kits.map((kit) => kit.sent),
    unacknowledged: kits.map((kit) => kit.unacknowledged),
    acknowledged: latencies.total,
    p50: latencies.percentile(0.5),
    p99: latencies.percentile(0.99),
    seconds: duration / 1000,
    closed: kits.filter(({ closed }) => closed).length,
  };
}

obey({ open, pace, fill } satisfies KitsDuties);
