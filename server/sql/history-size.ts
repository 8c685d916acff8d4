import type { Actor } from "../contract/actor";
import type { History } from "../contract/shapes";
import { hasWildcard } from "../contract/topic";
import { oncePerProcess } from "../once";
import { requireClass } from "./classes";
import { pool } from "./client";
import { readableIds } from "./readable-topics";
import { noTopic } from "./scope";
import { type Turns, turnsOf } from "./turns";

/** So many topics are listed, the largest. */
const LISTED = 100;

type Row = { topic_id: number; messages: number; bytes: number; oldest: number };

/** Which messages are counted: `from` and `to` included, in milliseconds; open where they are left out. */
export type Counted = { topic?: string | undefined; from?: number | undefined; to?: number | undefined };

/** How much a class has stored, as far as somebody may read it, and for how long. Throws `not-found`. */
export async function historyOf(actor: Actor, className: string): Promise<History> {
  const { settings } = await requireClass(actor, className);
  const names = await readableIds(actor, className, undefined);
  const topics = (await sizesOf([...names.keys()], {})).map(({ topic_id, messages, bytes, oldest }) => ({
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

/** How many stored messages there are that somebody may read. Throws `not-found` for a topic that is none. */
export async function countMessages(
  actor: Actor,
  className: string,
  { topic, ...span }: Counted,
): Promise<number> {
  const names = await readableIds(actor, className, topic);
  if (names.size === 0 && topic !== undefined && !hasWildcard(topic)) throw noTopic();
  const sizes = await sizesOf([...names.keys()], span);
  return sizes.reduce((sum, { messages }) => sum + messages, 0);
}

/** One at a time: counting hours that are not summed up yet takes long, and messages are stored by the same pool. */
const shared = oncePerProcess<Turns>("size-turns");

function turns(): Turns {
  const found = shared.find() ?? turnsOf(1);
  shared.set(found);
  return found;
}

async function sizesOf(topicIds: readonly number[], { from, to }: Omit<Counted, "topic">): Promise<Row[]> {
  const values = [topicIds, from ?? null, to === undefined ? null : to + 1];
  const { rows } = await turns()(() => pool().query<Row>(SIZES, values));
  return rows;
}

/** How many messages these topics have of each of so many days from a time on (milliseconds, a whole hour). */
export async function sizesByDay(
  topicIds: readonly number[],
  { from, days }: { from: number; days: number },
): Promise<Map<number, number[]>> {
  if (topicIds.length === 0) return new Map();
  const { rows } = await turns()(() =>
    pool().query<{ topic_id: number; day: number; messages: number }>(BY_DAY, [topicIds, from, days]),
  );
  const sizes = new Map<number, number[]>();
  for (const { topic_id, day, messages } of rows) {
    const ofTopic = sizes.get(topic_id) ?? Array<number>(days).fill(0);
    ofTopic[day] = messages;
    sizes.set(topic_id, ofTopic);
  }
  return sizes;
}

/** $1 the topics, $2 the beginning (milliseconds), $3 the days; hours that are not summed up yet are counted. */
const BY_DAY = `
  WITH span AS (
    SELECT to_timestamp($2::float8 / 1000) AS first, $3::int AS days
  ), hours AS MATERIALIZED (
    SELECT hour, rolled, floor(extract(epoch FROM hour - first) / 86400)::int AS day
    FROM history_hour, span WHERE hour >= first AND hour < first + make_interval(days => days)
  )
  SELECT topic_id, day, sum(messages)::float8 AS messages
  FROM (
    SELECT topic_id, day, messages FROM history_size JOIN hours USING (hour)
    WHERE rolled AND topic_id = ANY ($1::int[])
    UNION ALL
    SELECT found.topic_id, day, found.messages FROM hours CROSS JOIN LATERAL (
      SELECT topic_id, count(*) AS messages FROM message
      WHERE topic_id = ANY ($1::int[]) AND at >= hours.hour AND at < hours.hour + interval '1 hour'
      GROUP BY topic_id
    ) AS found
    WHERE NOT rolled
  ) AS counts
  GROUP BY topic_id, day`;

/**
 * $1 the topics, $2 and $3 the span, its end excluded (milliseconds, null for open). Hours that lie in it as a whole
 * and are summed up as they were counted then, the others by counting.
 */
const SIZES = `
  WITH span AS (
    SELECT COALESCE(to_timestamp($2::float8 / 1000), '-infinity') AS first,
           COALESCE(to_timestamp($3::float8 / 1000), 'infinity') AS ending
  ), hours AS MATERIALIZED (
    SELECT hour, GREATEST(hour, first) AS first, LEAST(hour + interval '1 hour', ending) AS ending,
           rolled AND hour >= first AND hour + interval '1 hour' <= ending AS counted
    FROM history_hour, span WHERE hour + interval '1 hour' > first AND hour < ending
  )
  SELECT topic_id, sum(messages)::float8 AS messages, sum(bytes)::float8 AS bytes,
         (extract(epoch FROM min(oldest_at)) * 1000)::float8 AS oldest
  FROM (
    SELECT topic_id, messages, bytes, oldest_at
    FROM history_size JOIN hours ON hours.hour = history_size.hour AND counted
    WHERE topic_id = ANY ($1::int[])
    UNION ALL
    SELECT found.* FROM hours CROSS JOIN LATERAL (
      SELECT topic_id, count(*), sum(octet_length(payload)), min(at) FROM message
      WHERE topic_id = ANY ($1::int[]) AND at >= hours.first AND at < hours.ending
      GROUP BY topic_id
    ) AS found
    WHERE NOT counted
  ) AS counts
  GROUP BY topic_id ORDER BY sum(bytes) DESC, topic_id`;
