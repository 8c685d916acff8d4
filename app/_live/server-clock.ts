/**
 * The server's clock, guessed from the times that messages carry: the reader's own may be minutes off, and a chart of
 * the last five minutes would be empty. A message arrives late, never early, so the smallest lag is the best guess.
 */
export type ServerClock = { now(): number; note(serverTime: number): void };

const SAMPLES = 30;

export function createServerClock(localNow: () => number = Date.now): ServerClock {
  let lags: number[] = [];
  return {
    note: (serverTime) => {
      lags = [...lags.slice(1 - SAMPLES), localNow() - serverTime];
    },
    now: () => localNow() - (lags.length > 0 ? Math.min(...lags) : 0),
  };
}

/** The page's one; fed by the socket, and by the time at which the server drew the page. */
export const serverClock: ServerClock = createServerClock();
