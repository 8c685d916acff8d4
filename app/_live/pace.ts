import { BEAT_MS, type Beat, pageBeat } from "./beat";

/** Runs `run` soon after it is asked for, never twice within `everyMs`; asking again in between costs nothing. */
export type Pace = { ask(): void; stop(): void };

/** It runs with the page's beat, together with whatever else is painted then. */
export function createPace(run: () => void, everyMs: number = BEAT_MS, beat: Beat = pageBeat): Pace {
  let ranAt = Number.NEGATIVE_INFINITY;
  const fire = (at: number) => {
    ranAt = at;
    run();
  };
  return {
    ask: () => beat.ask(fire, ranAt + everyMs),
    stop: () => beat.cancel(fire),
  };
}
