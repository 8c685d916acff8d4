/** Runs `run` soon after it is asked for, never twice within `everyMs`; asking again in between costs nothing. */
export type Pace = { ask(): void; stop(): void };

/** P46: however many messages come, the page paints at most twenty times a second. */
export const PAINT_MS = 50;

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
