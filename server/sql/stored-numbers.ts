import type pg from "pg";
import { bucketStart, HOUR } from "../contract/buckets";
import { numbersOf } from "../contract/numbers";
import { pool } from "./client";
import { fieldColumns } from "./field-columns";
import { ensurePartitions } from "./partitions";

/** How far messages older than the charts are decoded: those up to number `last`, in the order of their key. */
type Progress = { last: string; after: [topicId: number, at: number, seq: string] | null };

type Row = { topic_id: number; at: number; seq: string; payload: Buffer };

const BATCH = 500;

/**
 * Decodes the next messages that were stored before their numbers were (the migration says up to which). Answers
 * whether there may be more. What is done is kept, so that it goes on where it was when the server ended.
 */
export async function decodeStored(): Promise<boolean> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const more = await decodeWithin(client);
    await client.query("COMMIT");
    return more;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Whether there are messages left to decode. */
export async function isDecoding(): Promise<boolean> {
  const { rowCount } = await pool().query("SELECT FROM fact WHERE name = 'undecoded'");
  return rowCount === 1;
}

async function decodeWithin(client: pg.PoolClient): Promise<boolean> {
  const facts = await client.query<{ value: string }>(
    "SELECT value FROM fact WHERE name = 'undecoded' FOR UPDATE",
  );
  const fact = facts.rows[0];
  if (!fact) return false;
  const { last, after } = JSON.parse(fact.value) as Progress;
  const { rows } = await client.query<Row>(NEXT, [...(after ?? [0, 0, "0"]), last, BATCH]);
  const end = rows.at(-1);
  if (!end) {
    await client.query("DELETE FROM fact WHERE name = 'undecoded'");
    return false;
  }
  await writeNumbers(client, rows);
  const progress: Progress = { last, after: [end.topic_id, end.at, end.seq] };
  await client.query("UPDATE fact SET value = $1 WHERE name = 'undecoded'", [JSON.stringify(progress)]);
  return true;
}

async function writeNumbers(client: pg.PoolClient, rows: readonly Row[]): Promise<void> {
  const places = rows.map(({ topic_id, at, seq }) => ({ topicId: topic_id, at, seq }));
  const numbers = rows.map(({ payload }) => numbersOf(payload));
  await client.query(SET_VALUES, [
    places.map(({ topicId }) => topicId),
    places.map(({ at }) => at),
    places.map(({ seq }) => seq),
    numbers.map(({ value }) => value),
  ]);
  await ensurePartitions(places.map(({ at }) => at));
  await client.query(ADD_FIELDS, [...fieldColumns(places, numbers)]);
  await client.query(REOPEN, [[...new Set(places.map(({ at }) => bucketStart(at, HOUR)))]]);
}

const NEXT = `
  SELECT topic_id, (extract(epoch FROM at) * 1000)::float8 AS at, seq, payload FROM message
  WHERE (topic_id, at, seq) > ($1::int, to_timestamp($2::float8 / 1000), $3::bigint) AND seq <= $4::bigint
  ORDER BY topic_id, at, seq LIMIT $5`;

const SET_VALUES = `
  UPDATE message SET value = given.value
  FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::float8[]) AS given (topic_id, at, seq, value)
  WHERE message.topic_id = given.topic_id AND message.at = to_timestamp(given.at / 1000.0)
    AND message.seq = given.seq AND given.value IS NOT NULL`;

const ADD_FIELDS = `
  INSERT INTO field_value (topic_id, field, at, seq, value)
  SELECT topic_id, field, to_timestamp(at / 1000.0), seq, value
  FROM unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::float8[])
    AS given (topic_id, field, at, seq, value)
  ON CONFLICT DO NOTHING`;

const REOPEN = `
  UPDATE history_hour SET rolled = false
  WHERE rolled AND hour = ANY (ARRAY(SELECT to_timestamp(given / 1000.0) FROM unnest($1::bigint[]) AS given))`;
