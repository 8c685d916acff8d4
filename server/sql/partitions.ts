import type pg from "pg";
import { pool } from "./client";

/** What came is cut by weeks, Monday 00:00 UTC. Messages and their numbers go together, sums of hours live longer. */
const TABLES = ["message", "field_value", "rollup"] as const;
type Table = (typeof TABLES)[number];
export type Partition = { table: Table; week: number; name: string };

export const WEEK = 7 * 24 * 3600 * 1000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * 24 * 3600 * 1000;
/** Any number of its own: who makes or drops a partition holds this lock, on whichever server. */
export const PARTITION_LOCK = 7_268_001;

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

/** From now on this week's partitions are looked for, and made, before anything is written into them. */
export function forgetWeek(week: number): void {
  known.delete(week);
}

/** The start of the week that a time is in. */
export function weekOf(at: number): number {
  return Math.floor((at - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY;
}

/** The weeks that have partitions, oldest first; such too as were cut off while they were taken out of their table. */
export async function weeks(): Promise<{ week: number; partitions: Partition[] }[]> {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema::regnamespace",
  );
  const found = new Map<number, Partition[]>();
  for (const { name } of rows) {
    const partition = findPartition(name);
    if (partition) found.set(partition.week, [...(found.get(partition.week) ?? []), partition]);
  }
  return [...found]
    .map(([week, partitions]) => ({ week, partitions }))
    .sort((one, other) => one.week - other.week);
}

/** The partition that a table has for a week: `message_20261116`, after its Monday. */
function partitionOf(table: Table, week: number): Partition {
  const monday = new Date(week).toISOString().slice(0, 10).replaceAll("-", "");
  return { table, week, name: `${table}_${monday}` };
}

/** One transaction a table: two parents locked at once would wait for those who read one and write the other. */
async function makeWeek(week: number): Promise<void> {
  for (const table of TABLES) await makePartition(partitionOf(table, week));
}

async function makePartition(partition: Partition): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
    if (!(await isAttached(client, partition))) await attach(client, partition);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

type Client = Pick<pg.PoolClient, "query">;

async function isAttached(client: Client, { name }: Partition): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1) AND NOT inhdetachpending",
    [name],
  );
  return rowCount === 1;
}

/**
 * Makes a table and gives it to its parent: CREATE TABLE ... PARTITION OF would wait for everybody who reads the
 * parent, and make everybody who writes wait behind it. Charts read the index alone where a page's rows are known to
 * be visible to all, which vacuum notes: often, then.
 */
export async function attach(client: Client, partition: Partition): Promise<void> {
  const name = identifier(partition);
  const from = new Date(partition.week).toISOString();
  const to = new Date(partition.week + WEEK).toISOString();
  await client.query(`CREATE TABLE IF NOT EXISTS ${name} (LIKE ${partition.table} INCLUDING ALL)
    WITH (autovacuum_vacuum_insert_scale_factor = 0.02)`);
  await client.query(
    `ALTER TABLE ${partition.table} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
  );
}

function findPartition(name: string): Partition | null {
  const [, prefix, year, month, day] = /^([a-z_]+)_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  const table = TABLES.find((candidate) => candidate === prefix);
  return table ? { table, name, week: Date.UTC(Number(year), Number(month) - 1, Number(day)) } : null;
}

/** A name that only this file makes, checked all the same: DDL takes no parameters. */
export function identifier({ name }: Partition): string {
  if (!findPartition(name)) throw new Error(`not a partition's name: ${name}`);
  return `"${name}"`;
}
