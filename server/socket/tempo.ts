/** Writes a millisecond that all sockets get together in the long run, half as many of those beyond a few: each is a system call. */
const WRITES_PER_MS = 4;
const FEW = 40;
/** How far writes may be ahead of that; and how long at most others wait for it. */
const AHEAD_MS = 10;
const LONGEST_MS = 40;

/**
 * Has what waits sent at the end of this turn of the event loop, as long as writes come no faster than they are paid
 * off. So a school hears at once, and the more there is to deliver, the more messages share a write.
 */
export function openTempo(send: () => number) {
  /** When all writes are paid off, by the clock of `performance`. */
  let paid = 0;
  let asked = false;
  let timer: NodeJS.Timeout | null = null;

  function go(): void {
    asked = false;
    timer = null;
    const now = performance.now();
    const owed = Math.max(paid, now) + costOf(send());
    paid = Math.min(owed, now + AHEAD_MS + LONGEST_MS);
  }

  return {
    /** Something waits. */
    ask: () => {
      if (asked) return;
      asked = true;
      const wait = paid - AHEAD_MS - performance.now();
      if (wait < 1) setImmediate(go);
      else timer = setTimeout(go, wait).unref();
    },
    close: () => {
      if (timer) clearTimeout(timer);
    },
  };
}

/** How long writes made together have to be paid off, in milliseconds. */
function costOf(writes: number): number {
  return (writes + Math.max(0, writes - FEW)) / WRITES_PER_MS;
}
