import { log } from "../log";
import { pool } from "./client";

/**
 * The rows of a query that ends, in the database as well, when the signal says so; then it throws. The connection of
 * one that was stopped is not used again: the request to stop could reach it late and end the query of somebody else.
 */
export async function queryUntil<Row extends object>(
  signal: AbortSignal,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  signal.throwIfAborted();
  const client = await pool().connect();
  let stopped: Promise<void> | null = null;
  let stop = () => {};
  try {
    const process = (await client.query<{ id: number }>("SELECT pg_backend_pid() AS id")).rows[0];
    stop = () => {
      stopped = process ? stopQuery(process.id) : null;
    };
    signal.addEventListener("abort", stop, { once: true });
    signal.throwIfAborted(); // it may have been while this waited for a connection
    return (await client.query<Row>(text, [...values])).rows;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", stop);
    await stopped;
    client.release(signal.aborted);
  }
}

async function stopQuery(processId: number): Promise<void> {
  try {
    await pool().query("SELECT pg_cancel_backend($1)", [processId]);
  } catch (error) {
    log.debug("sql.stop", { reason: String(error) }); // it ends by itself, only later
  }
}
