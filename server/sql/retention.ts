import { bucketStart, HOUR } from "../contract/buckets";
import { pool } from "./client";
import { FIELD_NAMES, holdHours, nextSlice, type Slice } from "./history-slices";
import { deleteKeptSums } from "./kept-sums";
import { whenFree } from "./partition-removal";
import { identifier, type Partition, WEEK } from "./partitions";
import { transaction } from "./transaction";

/**
 * Removing messages whose days are over, while the sums of their hours stay: such a sum is `kept`. It is never worked
 * out again, since there is nothing left to work it out of; a late message is summed up beside it.
 */

/** Of these topics the ones that have messages from before a time. */
export async function topicsWithMessagesBefore(classId: string, before: number): Promise<number[]> {
  const { rows } = await pool().query<{ id: number }>(
    `SELECT id FROM topic WHERE class_id = $1
       AND EXISTS (SELECT FROM message WHERE topic_id = topic.id AND at < $2)`,
    [classId, new Date(before)],
  );
  return rows.map(({ id }) => id);
}

/** Removes a topic's messages from before an hour's beginning, a slice at a time; answers how many. */
export async function retireBefore(topicId: number, hour: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const slice = await nextSlice(topicId, hour);
    const retired = slice ? await retireSlice(slice) : 0;
    if (retired === 0) return removed; // none left, or their hour is open again: the next time, then
    removed += retired;
  }
}

function retireSlice(slice: Slice): Promise<number> {
  return transaction(async (client) => {
    await holdHours(client, slice);
    const { rowCount } = await client.query(RETIRE, [
      slice.topicId,
      new Date(slice.from),
      new Date(slice.to),
    ]);
    return rowCount ?? 0;
  });
}

/**
 * Empties a week's partitions of messages and numbers, in a moment however many they are and whosever. Answers false where an hour of it is not summed up, or the week was not free.
 */
export async function retireWeek(week: number, partitions: readonly Partition[]): Promise<boolean> {
  const span = [new Date(week), new Date(week + WEEK)];
  let summedUp = false;
  const free = await whenFree(async (client) => {
    await client.query("BEGIN");
    const { rows } = await client.query<{ rolled: boolean }>(
      "SELECT rolled FROM history_hour WHERE hour >= $1 AND hour < $2 ORDER BY hour FOR UPDATE",
      span,
    );
    summedUp = rows.every(({ rolled }) => rolled);
    if (summedUp) {
      await client.query(KEEP_WEEK, span);
      await client.query("DELETE FROM history_size WHERE hour >= $1 AND hour < $2", span);
      await client.query(`TRUNCATE ${partitions.map(identifier).join(", ")}`); // last, as it keeps readers of that week waiting
    }
    await client.query("COMMIT");
  });
  return free && summedUp;
}

/** Drops what was kept of a class's hours from before a time. */
export async function dropSumsBefore(classId: string, before: number): Promise<void> {
  const topics = await pool().query<{ id: number }>("SELECT id FROM topic WHERE class_id = $1", [classId]);
  await deleteKeptSums(
    topics.rows.map(({ id }) => id),
    bucketStart(before, HOUR),
  );
}

const MERGED = `ON CONFLICT (topic_id, field, hour, kept) DO UPDATE
  SET min = LEAST(rollup.min, EXCLUDED.min), max = GREATEST(rollup.max, EXCLUDED.max),
      sum = rollup.sum + EXCLUDED.sum, count = rollup.count + EXCLUDED.count`;

/** $1 the topic, $2 and $3 whole hours. One statement, so that it removes those messages alone that the sums hold. */
const RETIRE = `
  WITH ${FIELD_NAMES}, hours AS (
    SELECT hour FROM history_hour WHERE hour >= $2 AND hour < $3 AND rolled
  ), moved AS (
    DELETE FROM rollup USING hours
    WHERE rollup.hour = hours.hour AND topic_id = $1 AND rollup.hour >= $2 AND rollup.hour < $3 AND NOT kept
    RETURNING topic_id, field, rollup.hour, min, max, sum, count
  ), kept AS (
    INSERT INTO rollup (topic_id, field, hour, min, max, sum, count, kept) SELECT *, true FROM moved ${MERGED}
  ), sizes AS (
    DELETE FROM history_size USING hours WHERE history_size.hour = hours.hour AND topic_id = $1
  ), numbers AS (
    DELETE FROM field_value
    WHERE topic_id = $1 AND field = ANY (ARRAY(SELECT field FROM names)) AND at >= $2 AND at < $3
      AND date_trunc('hour', at, 'UTC') IN (SELECT hour FROM hours)
  )
  DELETE FROM message WHERE topic_id = $1 AND at >= $2 AND at < $3
    AND date_trunc('hour', at, 'UTC') IN (SELECT hour FROM hours)`;

const KEEP_WEEK = `
  WITH moved AS (
    DELETE FROM rollup WHERE hour >= $1 AND hour < $2 AND NOT kept
    RETURNING topic_id, field, hour, min, max, sum, count
  )
  INSERT INTO rollup (topic_id, field, hour, min, max, sum, count, kept) SELECT *, true FROM moved ${MERGED}`;
