import type pg from "pg";
import type { Log } from "../log";
import { type Cluster, DATABASE, openCluster, SUPERUSER } from "./cluster";
import { startPostgres, stopPostgres } from "./control";
import { InUse, takeHold } from "./hold";
import type { Postmaster } from "./postmaster";
import { watch } from "./watchdog";

/**
 * A PostgreSQL that lives in the data directory; `url` reaches its database `kitroom` as long as it is open, and so
 * does `nearUrl`, by its Unix socket where it has one.
 */
export type EmbeddedPostgres = { readonly url: string; readonly nearUrl: string; close(): Promise<void> };

const ATTEMPTS = 5;

/**
 * Opens the PostgreSQL of this data directory: set up when there is none, taken over when it outlived a server that
 * was killed, restarted on its port when it dies. Throws an Error of one line for whoever started Kitroom when the
 * directory is in use, not writable or not theirs.
 */
export async function openEmbeddedPostgres({
  dataDir,
  log,
}: {
  dataDir: string;
  log: Log;
}): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataDir);
  const { postmaster, hold } = await claim(cluster);
  const watchdog = watch(cluster, postmaster, hold, log);
  log.info("postgres.open", { port: postmaster.port });

  let closed: Promise<void> | null = null;
  async function close(): Promise<void> {
    await watchdog.stop();
    await stopPostgres(cluster);
  }
  const url = urlOf(cluster, postmaster);
  return {
    url,
    nearUrl: postmaster.socket === null ? url : `${url}&host=${encodeURIComponent(postmaster.socket)}`,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** Starts PostgreSQL and makes it ours. It may be on its way down, closed by a server that ends just now: once more, then. */
async function claim(cluster: Cluster): Promise<{ postmaster: Postmaster; hold: pg.Client }> {
  for (let attempt = 1; ; attempt++) {
    const postmaster = await startPostgres(cluster);
    try {
      const hold = await takeHold(cluster, postmaster.port);
      await ensureDatabase(hold);
      return { postmaster, hold };
    } catch (error) {
      if (error instanceof InUse) throw error; // it is another server's, so it is not ours to stop
      if (isGoingDown(error) && attempt < ATTEMPTS) continue;
      await stopPostgres(cluster);
      throw error;
    }
  }
}

async function ensureDatabase(admin: pg.Client): Promise<void> {
  const { rowCount } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
  if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE}`);
}

/** 57P01 admin_shutdown, 57P02 crash_shutdown, 57P03 cannot_connect_now; or the connection simply ended. */
function isGoingDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    ["57P01", "57P02", "57P03", "ECONNREFUSED", "ECONNRESET"].includes(code) ||
    /terminated|ended/.test(error.message)
  );
}

/** `sslmode` is said, or clients would ask PGSSLMODE of an environment that means another database. */
function urlOf(cluster: Cluster, { port }: Postmaster): string {
  return `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}?sslmode=disable`;
}
