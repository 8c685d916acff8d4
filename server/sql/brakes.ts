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
  await pool().query(
    `UPDATE brake SET failures = GREATEST(failures - 1, 0), until = to_timestamp(0) WHERE key = $1`,
    [key],
  );
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

// No `now()`: it is when a transaction began, and of two at once the later to write may have begun first.
const COUNT = `
  WITH counted AS (
    INSERT INTO brake AS b (key, failures, since, until) VALUES ($1, 1, clock_timestamp(), to_timestamp(0))
    ON CONFLICT (key) DO UPDATE SET
      failures = GREATEST(b.failures - floor(extract(epoch FROM clock_timestamp() - b.since) / $4::float)::int, 0) + 1,
      since = clock_timestamp(),
      until = CASE
        WHEN b.failures - floor(extract(epoch FROM clock_timestamp() - b.since) / $4::float)::int + 1 <= $2::int
          THEN to_timestamp(0)
        ELSE clock_timestamp() + make_interval(secs => LEAST($3::float, power(2, LEAST(b.failures + 1 - $2::int, 20))))
      END
    WHERE b.until <= clock_timestamp()
    RETURNING 0::float AS wait
  )
  SELECT wait FROM counted
  UNION ALL
  SELECT GREATEST(extract(epoch FROM until - clock_timestamp()), 0.001)::float FROM brake
  WHERE key = $1 AND NOT EXISTS (SELECT 1 FROM counted)`;
