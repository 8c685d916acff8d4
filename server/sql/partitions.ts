import { pool } from "./client";

/** What came is cut by weeks, Monday 00:00 UTC; retention drops whole weeks, messages, values and rollups alike. */
const TABLES = ["message", "field_value", "rollup"] as const;
type Table = (typeof TABLES)[number];
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
    await makeWeek(start);
    known.add(start);
  }
}

/** Makes this week's partition and the next one's, so that no message waits for it. */
export async function makePartitionsAhead(now = Date.now()): Promise<void> {
  await ensurePartitions([now, now + WEEK]);
}

/** Drops the weeks that end before a time; answers the names of their partitions. */
export async function dropPartitionsBefore(before: number): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = ANY ($1::regclass[]) ORDER BY 1`,
    [TABLES],
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

/** One transaction a table: two parents locked at once would wait for those who read one and write the other. */
async function makeWeek(start: number): Promise<void> {
  for (const table of TABLES) await makePartition(table, start);
}

async function makePartition(table: Table, start: number): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(partitionOf(table, start));
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Charts read the index alone where a page's rows are known to be visible to all, which vacuum notes: often, then. */
function partitionOf(table: Table, start: number): string {
  const from = new Date(start).toISOString();
  const to = new Date(start + WEEK).toISOString();
  const name = identifier(`${table}_${from.slice(0, 10).replaceAll("-", "")}`);
  return `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table} FOR VALUES FROM ('${from}') TO ('${to}')
    WITH (autovacuum_vacuum_insert_scale_factor = 0.02)`;
}

/** `message_20261116`: the Monday it begins with. */
function weekNamed(name: string): number {
  const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** A name that only this file makes, checked all the same: DDL takes no parameters. */
function identifier(name: string): string {
  if (!/^(message|field_value|rollup)_\d{8}$/.test(name)) throw new Error(`not a partition's name: ${name}`);
  return `"${name}"`;
}
