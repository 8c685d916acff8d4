import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { pool } from "./client";
import { attach, forgetWeek, identifier, PARTITION_LOCK, type Partition } from "./partitions";

/** How long a lock is waited for, and how often: who waits for one stands in the way of those who come later. */
const LOCK_TIMEOUT = "200ms";
const TRIES = 20;
const PAUSE = 300;

/** An autovacuum gives way to whoever has waited so long, which has to be less; only a superuser may say so. */
const SOONER =
  "SELECT set_config('deadlock_timeout', '50ms', false) FROM pg_roles WHERE rolname = current_user AND rolsuper";

/**
 * Runs a change of tables until its locks are free, each time waiting so shortly that nobody queues behind it for
 * long. Answers false where that was in vain; whoever asked tries again another time.
 */
export async function whenFree(change: (client: pg.PoolClient) => Promise<void>): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await sleep(PAUSE, undefined, { ref: false });
    const client = await pool().connect();
    try {
      await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
      await client.query(SOONER);
      await change(client);
      return true;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    } finally {
      client.release(true); // it ends, with all that it has locked and set
    }
  }
  return false;
}

/**
 * Takes a partition out of its table and drops it. DETACH CONCURRENTLY waits for those who use the table and holds
 * nobody up; DROP alone would lock the whole table. Where only an empty one may go, one into which a message came
 * just now is given back. Answers whether it is gone.
 */
export async function dropPartition(
  partition: Partition,
  { onlyEmpty }: { onlyEmpty: boolean },
): Promise<boolean> {
  let gone = false;
  await whenFree(async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [PARTITION_LOCK]);
    forgetWeek(partition.week);
    await detach(client, partition);
    gone = !onlyEmpty || (await isEmpty(client, partition));
    if (gone) await client.query(`DROP TABLE ${identifier(partition)}`);
    else await attach(client, partition);
    await client.query("SELECT pg_advisory_unlock($1)", [PARTITION_LOCK]);
  });
  return gone;
}

/** In two steps by itself: one that was cut off after the first is ended by FINALIZE. */
async function detach(client: pg.PoolClient, partition: Partition): Promise<void> {
  const { rows } = await client.query<{ pending: boolean }>(
    "SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhrelid = to_regclass($1)",
    [partition.name],
  );
  const [found] = rows;
  if (!found) return;
  const how = found.pending ? "FINALIZE" : "CONCURRENTLY";
  await client.query(`ALTER TABLE ${partition.table} DETACH PARTITION ${identifier(partition)} ${how}`);
}

async function isEmpty(client: pg.PoolClient, partition: Partition): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM ${identifier(partition)} LIMIT 1`);
  return rowCount === 0;
}

/** SQLSTATE 55P03, lock_not_available. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}
