/** Writes a millisecond that the sockets get together, half as many of those beyond a few: each is a system call. */
const WRITES_PER_MS = 8;
const FEW = 40;
const LONGEST_MS = 30;

/**
 * Has what waits sent at the end of this turn of the event loop; after many writes, only when they are paid off. So
 * a class that says little hears at once, and the more there is to deliver, the more messages share a write.
 */
export function openTempo(send: () => number) {
  let due = 0;
  let asked = false;
  let timer: NodeJS.Timeout | null = null;

  function go(): void {
    asked = false;
    timer = null;
    const began = performance.now();
    due = began + restAfter(send());
  }

  return {
    /** Something waits. */
    ask: () => {
      if (asked) return;
      asked = true;
      const wait = due - performance.now();
      if (wait < 1) setImmediate(go);
      else timer = setTimeout(go, wait).unref();
    },
    close: () => {
      if (timer) clearTimeout(timer);
    },
  };
}

/** How long what comes next is gathered, in milliseconds. */
function restAfter(writes: number): number {
  return Math.min((writes + Math.max(0, writes - FEW)) / WRITES_PER_MS, LONGEST_MS);
}
