/** Runs `run` soon after it is asked for, never twice within `everyMs`; asking again in between costs nothing. */
export type Pace = { ask(): void; stop(): void };

/** However many messages come, a page paints them ten times a second: nobody reads faster. */
export const PAINT_MS = 100;

export function createPace(run: () => void, everyMs: number = PAINT_MS): Pace {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let ranAt = Number.NEGATIVE_INFINITY;
  const fire = () => {
    timer = null;
    ranAt = performance.now();
    run();
  };
  return {
    ask: () => {
      timer ??= setTimeout(fire, Math.max(0, ranAt + everyMs - performance.now()));
    },
    stop: () => {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
