import { CLOCK_HZ, CYCLES_A_MS } from "./clock";
import type { Uno } from "./uno";

export type Pace = {
  /** Seconds of the Uno for one of ours. */
  speed?: number;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
};

/** Between two slices, in milliseconds: what a command waits at most before the sketch can see it. */
const BEAT_MS = 4;
/** Who is further behind (a page that was held still, a slow machine) lets that time go, and does not race after it. */
const BEHIND_MS = 100;

/** Runs an Uno by the clock on the wall until `stop` is called. */
export function runPaced(
  uno: Uno,
  { speed = 1, now = () => performance.now() }: Pace = {},
): { stop(): void } {
  let last = now();
  let timer = setTimeout(beat, BEAT_MS);
  function beat(): void {
    const at = now();
    const due = Math.min((at - last) * speed, BEHIND_MS);
    last = at;
    timer = setTimeout(beat, BEAT_MS);
    uno.run(Math.round(due * CYCLES_A_MS));
  }
  return { stop: () => clearTimeout(timer) };
}

/** Runs as fast as it goes until `done`, looked at each emulated millisecond; throws after that many emulated seconds. */
export function runUntil(uno: Uno, done: () => boolean, seconds = 10): void {
  const end = uno.cycles + seconds * CLOCK_HZ;
  while (!done()) {
    if (uno.cycles >= end) throw new Error(`Not within ${seconds} seconds of the Uno.`);
    uno.run(CYCLES_A_MS);
  }
}
