import { HOUR, type Shape, TOPICS } from "./dataset";
import type { Store } from "./store";

const DAY = 24 * HOUR;
/** Sequence numbers come in blocks of so many (prisma/migrations, message_block). */
const BLOCK = 10_000;

/**
 * Stores what the topics report from one time up to another (milliseconds, the end excluded), in the order in which
 * it would have come, and has every hour that ended summed up by the product's own code. Made by SQL, where it is
 * stored: ten million rows in minutes.
 */
export async function load(
  store: Store,
  { from, to, say }: { from: number; to: number; say: Say },
): Promise<void> {
  for (let start = from; start < to; start += DAY) {
    await loadDay(store, start, Math.min(start + DAY, to));
    say(`loaded ${Math.round((100 * (Math.min(start + DAY, to) - from)) / (to - from))} %`);
  }
  for (const hour of await store.openHours(to)) await store.rollHour(hour);
  await store.query("VACUUM (ANALYZE)");
  await store.query("CHECKPOINT");
}

export type Say = (line: string) => void;

async function loadDay(store: Store, from: number, to: number): Promise<void> {
  await store.ensurePartitions([from, to - 1]);
  await store.query(HOURS, [from, to]);
  const [block] = await store.query<{ first: string }>("SELECT nextval('message_block') AS first");
  const first = Number(block?.first);
  const [stored] = await store.query<{ count: string }>(MESSAGES, [
    TOPICS.map(({ path }) => path),
    TOPICS.map(({ shape }) => shape.every),
    TOPICS.map(({ shape }) => shape.payload satisfies Shape["payload"]),
    from,
    to,
    first,
  ]);
  await store.query("SELECT setval('message_block', $1)", [
    first + Math.ceil(Number(stored?.count) / BLOCK) * BLOCK,
  ]);
}

const HOURS = `
  INSERT INTO history_hour (hour)
  SELECT generate_series(date_trunc('hour', to_timestamp($1::float8 / 1000), 'UTC'),
    to_timestamp($2::float8 / 1000) - interval '1 millisecond', '1 hour')
  ON CONFLICT (hour) DO UPDATE SET rolled = false`;

/** $1 to $3 the topics, $4 and $5 the time, $6 the first number. A day's wave and noise, as sensors have them. */
const MESSAGES = `
  WITH made AS MATERIALIZED (
    SELECT topic.id, at, given.payload = 'fields' AS is_json,
      round((20 + 5 * sin(extract(epoch FROM at)::float8 / 13751 + topic.id) + random())::numeric, 1)::float8 AS t,
      round((50 + 20 * random())::numeric)::float8 AS h,
      round((1000 + 30 * random())::numeric, 2)::float8 AS p,
      $6::bigint + row_number() OVER (ORDER BY at, topic.id) AS seq
    FROM unnest($1::text[], $2::int[], $3::text[]) AS given (path, every, payload)
    JOIN topic USING (path)
    CROSS JOIN LATERAL (
      SELECT to_timestamp(turn * every + (topic.id * 7919 % (every * 1000)) / 1000.0) AS at
      FROM generate_series(floor($4::float8 / 1000 / every)::bigint - 1, ceil($5::float8 / 1000 / every)::bigint) AS turn
    ) AS reported
    WHERE at >= to_timestamp($4::float8 / 1000) AND at < to_timestamp($5::float8 / 1000)
    ORDER BY at, topic.id
  ), fields AS (
    INSERT INTO field_value (topic_id, field, at, seq, value)
    SELECT id, field, at, seq, value
    FROM made CROSS JOIN LATERAL (VALUES ('t', t), ('h', h), ('p', p)) AS leaf (field, value)
    WHERE is_json
  ), stored AS (
    INSERT INTO message (topic_id, at, seq, payload, qos, retain, value)
    SELECT id, at, seq,
      convert_to(CASE WHEN is_json THEN json_build_object('t', t, 'h', h, 'p', p)::text ELSE t::text END, 'UTF8'),
      1, false, CASE WHEN is_json THEN NULL ELSE t END
    FROM made ORDER BY seq
  )
  SELECT count(*) FROM made`;
