import type pg from "pg";
import { bucketStart, HOUR } from "../contract/buckets";
import { pool } from "./client";

/** A part of a topic's history that is removed at once: `from` an hour's beginning, `to` excluded (milliseconds). */
export type Slice = { topicId: number; from: number; to: number };

/** About so many messages at once, which takes some hundredths of a second. */
const ROWS = 5000;

/** The oldest messages of a topic before a time, up to the end of an hour; null where there are none. */
export async function nextSlice(topicId: number, before: number): Promise<Slice | null> {
  const { rows } = await pool().query<{ first: number | null; last: number | null }>(
    `SELECT (extract(epoch FROM min(at)) * 1000)::float8 AS first, (extract(epoch FROM max(at)) * 1000)::float8 AS last
     FROM (SELECT at FROM message WHERE topic_id = $1 AND at < $2 ORDER BY at LIMIT $3) AS next`,
    [topicId, new Date(before), ROWS],
  );
  const [found] = rows;
  if (found?.first == null || found.last == null) return null;
  return {
    topicId,
    from: bucketStart(found.first, HOUR),
    to: Math.min(before, bucketStart(found.last, HOUR) + HOUR),
  };
}

/**
 * Holds these hours against being summed up until the transaction ends; writers write on. The hour's sums are those
 * that the next statement sees. First the lock that those who delete a whole topic hold, lest both wait for ever.
 */
export async function holdHours(client: pg.PoolClient, { from, to }: Omit<Slice, "topicId">): Promise<void> {
  await client.query("LOCK TABLE ONLY rollup IN ROW EXCLUSIVE MODE");
  await client.query("SELECT FROM history_hour WHERE hour >= $1 AND hour < $2 ORDER BY hour FOR KEY SHARE", [
    new Date(from),
    new Date(to),
  ]);
}

/** The names of a topic's fields ($1), found by leaps in the index: a row for each, however many values there are. */
export const FIELD_NAMES = `
  names AS (
    WITH RECURSIVE leap AS (
      (SELECT field FROM field_value WHERE topic_id = $1 ORDER BY field LIMIT 1)
      UNION ALL
      SELECT (SELECT field FROM field_value WHERE topic_id = $1 AND field > leap.field ORDER BY field LIMIT 1)
      FROM leap WHERE leap.field IS NOT NULL
    )
    SELECT field FROM leap WHERE field IS NOT NULL
  )`;
