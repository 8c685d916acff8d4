import { createListeners } from "./store";

/** However many messages come, a page paints them ten times a second: nobody reads faster. */
export const BEAT_MS = 100;

type Run = (at: number) => void;

/**
 * When a page paints. All who have something to paint do so in one task, so that the browser lays the page out and
 * paints it once for all of them: at once after a pause, and never twice within BEAT_MS.
 */
export type Beat = {
  /** Runs once, not before a time (as of `performance.now()`), and is told which it is. Asking again costs nothing. */
  ask(run: Run, notBefore?: number): void;
  cancel(run: Run): void;
  /** Runs at each beat, behind those who asked for it. Answers its undo. */
  follow(run: () => void): () => void;
};

export function createBeat(): Beat {
  const asked = new Map<Run, number>();
  const followers = createListeners();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let plannedAt = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;

  function plan(): void {
    clearTimeout(timer);
    plannedAt = Math.max(lastAt + BEAT_MS, Math.min(...asked.values()));
    if (asked.size > 0) timer = setTimeout(beat, Math.max(0, plannedAt - performance.now()));
  }

  function beat(): void {
    // A timer may be early by a fraction of a millisecond; whoever asked for this time gets it.
    lastAt = Math.max(plannedAt, performance.now());
    for (const [run, notBefore] of [...asked]) {
      if (notBefore > lastAt) continue;
      asked.delete(run);
      try {
        run(lastAt);
      } catch (error) {
        reportError(error);
      }
    }
    followers.tell();
    plan();
  }

  return {
    ask: (run, notBefore = 0) => {
      if (asked.has(run)) return;
      asked.set(run, notBefore);
      if (Math.max(lastAt + BEAT_MS, notBefore) < plannedAt) plan();
    },
    cancel: (run) => {
      asked.delete(run);
    },
    follow: followers.add,
  };
}

/** The one of this page. */
export const pageBeat: Beat = createBeat();
