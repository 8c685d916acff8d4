import { pool } from "./client";

/** How a kind of guess is slowed: free tries, then waits that double up to `longest`; one failure is forgiven each `forgive`. Seconds. */
export type BrakeRule = { free: number; longest: number; forgive: number };

/**
 * Counts one try against a key before it is made, so that parallel guesses count too. Answers 0, or the seconds to
 * wait when the key is braked; then nothing was counted.
 */
export async function countTry(key: string, rule: BrakeRule): Promise<number> {
  const { rows } = await pool().query<{ wait: number | null }>(COUNT, [
    key,
    rule.free,
    rule.longest,
    rule.forgive,
  ]);
  return rows[0]?.wait ?? 0;
}

/** Takes a try back: it was no failure. */
export async function takeBack(key: string): Promise<void> {
  await pool().query(`UPDATE brake SET failures = GREATEST(failures - 1, 0), until = now() WHERE key = $1`, [
    key,
  ]);
}

/** Forgets what was counted against a key: its owner has shown who they are. */
export async function release(key: string): Promise<void> {
  await pool().query(`DELETE FROM brake WHERE key = $1`, [key]);
}

/** Removes the counts that nobody has added to for a day. */
export async function sweepBrakes(): Promise<void> {
  await pool().query(
    `DELETE FROM brake WHERE until < now() - interval '1 day' AND since < now() - interval '1 day'`,
  );
}

const COUNT = `
  WITH counted AS (
    INSERT INTO brake AS b (key, failures, since, until) VALUES ($1, 1, now(), now())
    ON CONFLICT (key) DO UPDATE SET
      failures = GREATEST(b.failures - floor(extract(epoch FROM now() - b.since) / $4::float)::int, 0) + 1,
      since = now(),
      until = now() + make_interval(secs => CASE
        WHEN b.failures - floor(extract(epoch FROM now() - b.since) / $4::float)::int + 1 <= $2::int THEN 0
        ELSE LEAST($3::float, power(2, LEAST(b.failures + 1 - $2::int, 20)))
      END)
    WHERE b.until <= now()
    RETURNING 0::float AS wait
  )
  SELECT wait FROM counted
  UNION ALL
  SELECT GREATEST(extract(epoch FROM until - now()), 0.001)::float FROM brake
  WHERE key = $1 AND NOT EXISTS (SELECT 1 FROM counted)`;
