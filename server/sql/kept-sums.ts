import { pool } from "./client";

const TOPICS = 200;

/**
 * Deletes the sums of hours before a time whose messages went before, of that hour too in which the time is: it
 * cannot be parted. All of them where the time is null. So many topics at once, lest one statement lasts long.
 */
export async function deleteKeptSums(topicIds: readonly number[], before: number | null): Promise<void> {
  for (let first = 0; first < topicIds.length; first += TOPICS)
    await pool().query(
      `DELETE FROM rollup WHERE topic_id = ANY ($1::int[]) AND kept
         AND hour < COALESCE(to_timestamp($2::float8 / 1000), 'infinity')`,
      [topicIds.slice(first, first + TOPICS), before],
    );
}
