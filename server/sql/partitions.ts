import { pool } from "./client";

/** The table `message` is cut by weeks of `at`, Monday 00:00 UTC; retention drops whole weeks. */
const WEEK = 7 * 24 * 3600 * 1000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * 24 * 3600 * 1000;
/** Any number of its own, so that two servers do not make the same partition at once. */
const LOCK = 7_268_001;

const known = new Set<number>();

/** Makes the partitions for these times (milliseconds) where they are missing. Cheap when they are known. */
export async function ensurePartitions(times: Iterable<number>): Promise<void> {
  const missing = new Set<number>();
  for (const at of times) {
    const start = weekOf(at);
    if (!known.has(start)) missing.add(start);
  }
  for (const start of missing) {
    await makePartition(start);
    known.add(start);
  }
}

/** Makes this week's partition and the next one's, so that no message waits for it. */
export async function makePartitionsAhead(now = Date.now()): Promise<void> {
  await ensurePartitions([now, now + WEEK]);
}

/** Drops the weeks that end before a time; answers their names. */
export async function dropPartitionsBefore(before: number): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'message'::regclass ORDER BY 1`,
  );
  const old = rows.map(({ name }) => name).filter((name) => weekNamed(name) + WEEK <= before);
  for (const name of old) {
    await pool().query(`DROP TABLE ${identifier(name)}`);
    known.delete(weekNamed(name));
  }
  return old;
}

/** The start of the week that a time is in. */
export function weekOf(at: number): number {
  return Math.floor((at - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY;
}

async function makePartition(start: number): Promise<void> {
  const from = new Date(start).toISOString();
  const to = new Date(start + WEEK).toISOString();
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${identifier(nameOf(start))} PARTITION OF message FOR VALUES FROM ('${from}') TO ('${to}')`,
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** `message_20261116`: the Monday it begins with. */
function nameOf(start: number): string {
  return `message_${new Date(start).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

function weekNamed(name: string): number {
  const [, year, month, day] = /^message_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** A name that only this file makes, checked all the same: DDL takes no parameters. */
function identifier(name: string): string {
  if (!/^message_\d{8}$/.test(name)) throw new Error(`not a partition's name: ${name}`);
  return `"${name}"`;
}
