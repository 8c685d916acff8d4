import type { Actor } from "../contract/actor";
import type { History } from "../contract/shapes";
import { requireClass } from "./classes";
import { pool } from "./client";
import { readableIds } from "./readable-topics";

/** So many topics are listed, the largest. */
const LISTED = 100;

type Row = { topic_id: number; messages: number; bytes: number; oldest: number };

/** How much a class has stored and how long it keeps that; for its instructors. Throws `not-found`. */
export async function historyOf(actor: Actor, className: string): Promise<History> {
  const { settings } = await requireClass(actor, className);
  const names = await readableIds(actor, className, undefined);
  const { rows } = await pool().query<Row>(SIZES, [[...names.keys()]]);
  const topics = rows.map(({ topic_id, messages, bytes, oldest }) => ({
    topic: names.get(topic_id) ?? "",
    messages,
    bytes,
    oldestAt: oldest,
  }));
  const { historyDays, summaryDays } = settings.limits;
  return {
    messages: topics.reduce((sum, { messages }) => sum + messages, 0),
    bytes: topics.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestAt: topics.length === 0 ? null : Math.min(...topics.map(({ oldestAt }) => oldestAt)),
    historyDays,
    summaryDays,
    topics: topics.slice(0, LISTED),
  };
}

/** Of hours that are summed up as they were counted then, of the others by counting. */
const SIZES = `
  SELECT topic_id, sum(messages)::float8 AS messages, sum(bytes)::float8 AS bytes,
         (extract(epoch FROM min(oldest_at)) * 1000)::float8 AS oldest
  FROM (
    SELECT topic_id, messages, bytes, oldest_at
    FROM history_size JOIN history_hour ON history_hour.hour = history_size.hour AND rolled
    WHERE topic_id = ANY ($1::int[])
    UNION ALL
    SELECT found.* FROM history_hour CROSS JOIN LATERAL (
      SELECT topic_id, count(*), sum(octet_length(payload)), min(at) FROM message
      WHERE topic_id = ANY ($1::int[]) AND at >= hour AND at < hour + interval '1 hour'
      GROUP BY topic_id
    ) AS found
    WHERE NOT rolled
  ) AS counted
  GROUP BY topic_id ORDER BY sum(bytes) DESC, topic_id`;
