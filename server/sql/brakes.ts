import type pg from "pg";
import { afterTry, type BrakeRule, type BrakeState, RESTED, waitOf } from "./brake-rule";
import { pool } from "./client";
import { transaction } from "./transaction";

export type { BrakeRule } from "./brake-rule";

/** What tries are counted against. */
export type Brake = { key: string; rule: BrakeRule };

/**
 * Counts one try against all of these, before it is made, so that tries at the same time count too. Answers 0, or the
 * seconds to wait where one of them is braked; then nothing was counted.
 */
export function countTry(brakes: readonly Brake[], now = Date.now()): Promise<number> {
  const sorted = [...brakes].sort((one, other) => (one.key < other.key ? -1 : 1)); // all lock in this order
  return transaction((client) => count(client, sorted, now));
}

async function count(client: pg.PoolClient, brakes: readonly Brake[], now: number): Promise<number> {
  const keys = brakes.map(({ key }) => key);
  // Of a key that is not there yet no row can be locked.
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest($1::text[]) AS key`,
    [keys],
  );
  const states = await statesOf(client, keys);
  const tried = brakes.map(({ key, rule }) => ({ key, rule, state: states.get(key) ?? RESTED }));
  const wait = Math.max(0, ...tried.map(({ state, rule }) => waitOf(state, rule, now)));
  if (wait > 0) return wait;
  const after = tried.map(({ state, rule }) => afterTry(state, rule, now));
  await client.query(
    `INSERT INTO brake (key, rests_at, until)
     SELECT key, to_timestamp(rests_at / 1000), to_timestamp(until / 1000)
     FROM unnest($1::text[], $2::float8[], $3::float8[]) AS counted (key, rests_at, until)
     ON CONFLICT (key) DO UPDATE SET rests_at = EXCLUDED.rests_at, until = EXCLUDED.until`,
    [keys, after.map(({ restsAt }) => restsAt), after.map(({ until }) => until)],
  );
  return 0;
}

async function statesOf(client: pg.PoolClient, keys: readonly string[]): Promise<Map<string, BrakeState>> {
  const { rows } = await client.query<{ key: string; restsAt: Date; until: Date }>(
    `SELECT key, rests_at AS "restsAt", until FROM brake WHERE key = ANY ($1)`,
    [keys],
  );
  return new Map(
    rows.map(({ key, restsAt, until }) => [key, { restsAt: restsAt.getTime(), until: until.getTime() }]),
  );
}

/** Takes a try back: it was no failure. */
export async function takeBack({ key, rule }: Brake): Promise<void> {
  await pool().query(
    `UPDATE brake SET rests_at = rests_at - make_interval(secs => $2), until = to_timestamp(0) WHERE key = $1`,
    [key, rule.forgive],
  );
}

/** Forgets what was counted against a key: its owner has shown who they are. */
export async function release({ key }: Pick<Brake, "key">): Promise<void> {
  await pool().query(`DELETE FROM brake WHERE key = $1`, [key]);
}

/** Remembers a key for so many seconds from now. */
export async function remember(key: string, seconds: number, now = Date.now()): Promise<void> {
  await pool().query(
    `INSERT INTO brake (key, rests_at, until) VALUES ($1, to_timestamp($2::float8 / 1000), to_timestamp(0))
     ON CONFLICT (key) DO UPDATE SET rests_at = EXCLUDED.rests_at`,
    [key, now + seconds * 1000],
  );
}

/** Whether a key is still remembered. */
export async function isRemembered(key: string, now = Date.now()): Promise<boolean> {
  const { rowCount } = await pool().query(
    `SELECT 1 FROM brake WHERE key = $1 AND rests_at > to_timestamp($2::float8 / 1000)`,
    [key, now],
  );
  return rowCount === 1;
}

/** Removes what is forgiven. */
export async function sweepBrakes(now = Date.now()): Promise<void> {
  await pool().query(`DELETE FROM brake WHERE GREATEST(rests_at, until) < to_timestamp($1::float8 / 1000)`, [
    now,
  ]);
}
