import type pg from "pg";
import { pool } from "./client";

/** Any number of its own: who restores a class, or sweeps up after one that broke off, holds this lock. */
const RESTORE_LOCK = 7_268_002;

/** Does this while nobody else restores a class, on whichever server; waits for them. */
export function whileRestoring<Value>(act: () => Promise<Value>): Promise<Value> {
  return onOneConnection(async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [RESTORE_LOCK]);
    return act();
  });
}

/** The same where nobody does; else nothing, and null. */
export function unlessRestoring<Value>(act: () => Promise<Value>): Promise<Value | null> {
  return onOneConnection(async (client) => {
    const { rows } = await client.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1) AS free", [
      RESTORE_LOCK,
    ]);
    return rows[0]?.free ? act() : null;
  });
}

/** The lock is the connection's and ends with it, whatever becomes of this server. */
async function onOneConnection<Value>(act: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool().connect();
  try {
    return await act(client);
  } finally {
    client.release(true);
  }
}
