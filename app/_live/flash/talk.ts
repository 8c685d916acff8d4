import type { Line } from "../cable/line";

/** Bytes asked and answered over a line, whose answers come in pieces. */
export type Talk = {
  /** Sends bytes and answers the next `count` that come; null when they do not within so many milliseconds. */
  ask(bytes: Uint8Array, count: number, within: number): Promise<Uint8Array | null>;
  /** Forgets what came unasked, and what still comes until it was quiet for so many milliseconds. */
  forget(quiet: number): Promise<void>;
  /** Lets the line go. */
  end(): Promise<void>;
};

export function openTalk({ readable, writable }: Line): Talk {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let come: number[] = [];
  let onMore = () => {};
  let over = false;

  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      come.push(...value);
      onMore();
    }
  })()
    .catch(() => {}) // the cable was pulled out
    .finally(() => {
      over = true;
      onMore();
    });

  function enough(count: number, within: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (all: boolean) => {
        clearTimeout(timer);
        onMore = () => {};
        resolve(all);
      };
      const timer = setTimeout(() => done(false), within);
      onMore = () => {
        if (come.length >= count) done(true);
        else if (over) done(false);
      };
      onMore();
    });
  }

  return {
    ask: async (bytes, count, within) => {
      await writer.write(bytes);
      if (!(await enough(count, within))) return null;
      return Uint8Array.from(come.splice(0, count));
    },
    forget: async (quiet) => {
      do come = [];
      while (await enough(1, quiet));
    },
    end: async () => {
      await Promise.allSettled([reader.cancel(), writer.close()]);
      await reading;
      reader.releaseLock();
      writer.releaseLock();
    },
  };
}
