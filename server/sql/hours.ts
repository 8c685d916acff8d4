import { bucketStart, HOUR } from "../contract/buckets";
import { pool } from "./client";

const known = new Set<number>();

/**
 * The hours that these times are in (milliseconds), each with its row in `history_hour`: the lock between those who
 * write into an hour and those who sum it up. Rows are never removed, so a known one is there.
 */
export async function ensureHours(times: Iterable<number>): Promise<number[]> {
  const hours = new Set<number>();
  for (const at of times) hours.add(bucketStart(at, HOUR));
  const missing = [...hours].filter((hour) => !known.has(hour));
  if (missing.length > 0) {
    await pool().query(
      `INSERT INTO history_hour (hour) SELECT to_timestamp(hour / 1000.0) FROM unnest($1::bigint[]) AS given (hour)
       ON CONFLICT DO NOTHING`,
      [missing],
    );
    for (const hour of missing) known.add(hour);
  }
  return [...hours];
}
