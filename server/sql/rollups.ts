import { HOUR } from "../contract/buckets";
import { pool } from "./client";
import { ensurePartitions } from "./partitions";

/** The hours (their beginnings, milliseconds) that have messages, ended before a time, and are not summed up. */
export async function openHoursBefore(before: number): Promise<number[]> {
  const { rows } = await pool().query<{ hour: number }>(
    `SELECT (extract(epoch FROM hour) * 1000)::float8 AS hour FROM history_hour
     WHERE NOT rolled AND hour <= to_timestamp($1::float8 / 1000) ORDER BY hour`,
    [before - HOUR],
  );
  return rows.map(({ hour }) => hour);
}

/**
 * Sums up one hour of all topics, and counts it (history-size.ts). It holds the hour's row alone, so that every message
 * in it is either committed and counted, or opens the hour again when it comes (message-statements.ts).
 */
export async function rollHour(hour: number): Promise<void> {
  await ensurePartitions([hour]);
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const open = await client.query(
      "SELECT FROM history_hour WHERE hour = to_timestamp($1::float8 / 1000) AND NOT rolled FOR UPDATE",
      [hour],
    );
    // Statements of their own: each sees what was committed until the lock was granted.
    if (open.rowCount) {
      await client.query("DELETE FROM rollup WHERE hour = to_timestamp($1::float8 / 1000) AND NOT kept", [
        hour,
      ]);
      await client.query(SUM_UP, [hour, hour + HOUR]);
      await client.query("DELETE FROM history_size WHERE hour = to_timestamp($1::float8 / 1000)", [hour]);
      await client.query(COUNT, [hour, hour + HOUR]);
      await client.query(
        "UPDATE history_hour SET rolled = true WHERE hour = to_timestamp($1::float8 / 1000)",
        [hour],
      );
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Has these hours summed up anew: after rows in them were removed or changed by hand. Both times are included. */
export async function reopenHours(from: number, to: number): Promise<void> {
  await pool().query(
    `UPDATE history_hour SET rolled = false
     WHERE rolled AND hour > to_timestamp($1::float8 / 1000) AND hour <= to_timestamp($2::float8 / 1000)`,
    [from - HOUR, to],
  );
}

const SUM_UP = `
  INSERT INTO rollup (topic_id, field, hour, min, max, sum, count)
  SELECT topic_id, '', to_timestamp($1::float8 / 1000), min(value), max(value),
         sum(GREATEST(LEAST(value, 1e290), -1e290)), count(*)
  FROM message
  WHERE at >= to_timestamp($1::float8 / 1000) AND at < to_timestamp($2::float8 / 1000) AND value IS NOT NULL
  GROUP BY topic_id
  UNION ALL
  SELECT topic_id, field, to_timestamp($1::float8 / 1000), min(value), max(value),
         sum(GREATEST(LEAST(value, 1e290), -1e290)), count(*)
  FROM field_value
  WHERE at >= to_timestamp($1::float8 / 1000) AND at < to_timestamp($2::float8 / 1000)
  GROUP BY topic_id, field`;

const COUNT = `
  INSERT INTO history_size (topic_id, hour, messages, bytes, oldest_at)
  SELECT topic_id, to_timestamp($1::float8 / 1000), count(*), sum(octet_length(payload)), min(at)
  FROM message
  WHERE at >= to_timestamp($1::float8 / 1000) AND at < to_timestamp($2::float8 / 1000)
  GROUP BY topic_id`;
