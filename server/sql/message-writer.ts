import type { Qos } from "../contract/shapes";
import { pool } from "./client";
import { ensurePartitions } from "./partitions";

/** A message of a registered topic on its way into the database; `at` in milliseconds of Unix time. */
export type NewMessage = {
  topicId: number;
  at: number;
  payload: Uint8Array;
  qos: Qos;
  retain: boolean;
  /** Of QoS 2: the packet by which a re-sent PUBLISH is told from a new one (MQTT 3.1.1, 4.3.3). */
  packet?: { clientId: string; messageId: number; topic: string };
};

/** A message with its place in the order of arrival. */
export type NumberedMessage = NewMessage & { seq: number };

/** How many numbers one reservation holds; the sequence steps by it (prisma/migrations, message_block). */
export const SEQ_BLOCK = 10_000;

/**
 * Reserves the next block of numbers and answers the first. Numbers given before the write make a write that is
 * tried again, after a connection broke in the middle of a commit, change nothing the second time.
 */
export async function reserveSeqBlock(): Promise<number> {
  const { rows } = await pool().query<{ first: string }>("SELECT nextval('message_block') AS first");
  return Number(rows[0]?.first);
}

/** Stores messages, all or none, in one statement. Columns travel as arrays: ten times faster than rows. */
export async function insertMessages(messages: readonly NumberedMessage[]): Promise<void> {
  await ensurePartitions(messages.map(({ at }) => at));
  const column = <Value>(of: (message: NumberedMessage) => Value) => messages.map(of);
  const values = [
    column(({ topicId }) => topicId),
    column(({ at }) => at),
    column(({ seq }) => seq),
    column(({ payload }) => payload),
    column(({ qos }) => qos),
    column(({ retain }) => retain),
  ];
  if (messages.every(({ packet }) => packet === undefined)) {
    await pool().query({ name: "insert-messages", text: MESSAGES, values });
    return;
  }
  const packets = [
    column(({ packet }) => packet?.clientId ?? null),
    column(({ packet }) => packet?.messageId ?? null),
    column(({ packet }) => packet?.topic ?? null),
  ];
  await pool().query({ name: "insert-messages-once", text: MESSAGES_ONCE, values: [...values, ...packets] });
}

const MESSAGES = `
  INSERT INTO message (topic_id, at, seq, payload, qos, retain)
  SELECT topic_id, to_timestamp(at / 1000.0), seq, payload, qos, retain
  FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bytea[], $5::smallint[], $6::bool[])
    AS given (topic_id, at, seq, payload, qos, retain)
  ON CONFLICT DO NOTHING`;

const MESSAGES_ONCE = `
  WITH given AS (
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bytea[], $5::smallint[], $6::bool[],
      $7::text[], $8::int[], $9::text[])
      AS given (topic_id, at, seq, payload, qos, retain, client_id, message_id, topic)
  ), stored AS (
    INSERT INTO message (topic_id, at, seq, payload, qos, retain)
    SELECT topic_id, to_timestamp(at / 1000.0), seq, payload, qos, retain FROM given
    ON CONFLICT DO NOTHING
  )
  INSERT INTO session_incoming (client_id, message_id, topic, payload, retain, at)
  SELECT DISTINCT ON (client_id, message_id) client_id, message_id, topic, payload, retain, to_timestamp(at / 1000.0)
  FROM given WHERE client_id IS NOT NULL
  ORDER BY client_id, message_id, seq DESC
  ON CONFLICT (client_id, message_id) DO UPDATE
    SET topic = EXCLUDED.topic, payload = EXCLUDED.payload, retain = EXCLUDED.retain, at = EXCLUDED.at,
        forwarded = false`;

/** Whether the database refused the row itself (SQLSTATE classes 22, 23, 54), not the connection or the moment. */
export function isRefusedRow(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^(22|23|54)/.test(code);
}
