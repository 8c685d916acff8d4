import type pg from "pg";
import { pool } from "./client";

/** Runs statements on one connection, all or none. */
export async function transaction<Value>(run: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const value = await run(client);
    await client.query("COMMIT");
    return value;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
