import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Log } from "../log";
import type { Cluster } from "./cluster";
import { startPostgres } from "./control";
import { takeHold } from "./hold";
import type { Postmaster } from "./postmaster";

/** Keeps PostgreSQL up on its port until `stop`, which returns when no restart is under way any more. */
export type Watchdog = { stop(): Promise<void> };

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Starts PostgreSQL again on the same port whenever it dies: without that every query of this server would fail for
 * ever. The connection that holds the data directory ends together with PostgreSQL, so its end is the signal.
 */
export function watch(cluster: Cluster, { port }: Postmaster, first: pg.Client, log: Log): Watchdog {
  let stopping = false;
  let hold = first;
  let restoring = Promise.resolve();

  const guard = () =>
    hold.once("end", () => {
      if (!stopping) restoring = restore();
    });

  async function restore(): Promise<void> {
    log.warn("postgres.lost", { port });
    let pause = FIRST_PAUSE_MS;
    while (!stopping) {
      try {
        const running = await startPostgres(cluster, port);
        if (running.port !== port)
          throw new Error(`PostgreSQL came back on port ${running.port}, not on ${port}`);
        hold = await takeHold(cluster, port);
        guard();
        log.info("postgres.back", { port });
        return;
      } catch (error) {
        log.error("postgres.restart", error);
        await sleep(pause, undefined, { ref: false });
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  guard();
  return {
    stop: async () => {
      stopping = true;
      await restoring;
    },
  };
}
