import type { PoolClient } from "pg";
import type { Qos } from "../contract/shapes";
import type { Table } from "./group-commit";

/** A retained message; `kit` is the user name of the kit that published it. An empty payload is never kept. */
export type RetainedRow = { topic: string; payload: Uint8Array; qos: Qos; at: number; kit: string | null };
/** A subscription of a persistent session. */
export type SubscriptionRow = { clientId: string; filter: string; qos: Qos };
/** A message in the queue of a persistent session; `released`: only its PUBREL is owed. */
export type OutgoingRow = {
  clientId: string;
  position: number;
  messageId: number | null;
  released: boolean;
  topic: string;
  payload: Uint8Array;
  qos: Qos;
  retain: boolean;
};
/** A QoS 2 message whose PUBREL has not come. Whoever records the message makes the row, in the same transaction. */
export type IncomingRow = {
  clientId: string;
  messageId: number;
  topic: string;
  payload: Uint8Array;
  retain: boolean;
  /** Whether it is in the queues and among the retained messages. */
  forwarded: boolean;
};
export type WillRow = { clientId: string; topic: string; payload: Uint8Array; qos: Qos; retain: boolean };

/** Runs a prepared statement whose parameters are columns: the values of one field of all rows. */
function run<Row>(
  connection: PoolClient,
  name: string,
  text: string,
  rows: readonly Row[],
  of: Columns<Row>,
) {
  return connection.query({ name, text, values: of.map((column) => rows.map(column)) });
}
type Columns<Row> = readonly ((row: Row) => unknown)[];

const bytes = (payload: Uint8Array) => Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);

export const retainedTable: Table<RetainedRow> = {
  keyOf: ({ topic }) => topic,
  put: (connection, rows) =>
    run(
      connection,
      "put-retained",
      `INSERT INTO retained (topic, payload, qos, at, kit)
       SELECT topic, payload, qos, to_timestamp(at / 1000.0), kit
       FROM unnest($1::text[], $2::bytea[], $3::smallint[], $4::bigint[], $5::text[])
         AS given (topic, payload, qos, at, kit)
       ON CONFLICT (topic) DO UPDATE
         SET payload = EXCLUDED.payload, qos = EXCLUDED.qos, at = EXCLUDED.at, kit = EXCLUDED.kit`,
      rows,
      [(row) => row.topic, (row) => bytes(row.payload), (row) => row.qos, (row) => row.at, (row) => row.kit],
    ),
  remove: (connection, rows) =>
    run(connection, "remove-retained", "DELETE FROM retained WHERE topic = ANY($1::text[])", rows, [
      (row) => row.topic,
    ]),
};

export const subscriptionTable: Table<SubscriptionRow> = {
  keyOf: ({ clientId, filter }) => `${clientId}\0${filter}`,
  put: (connection, rows) =>
    run(
      connection,
      "put-session-subscription",
      `INSERT INTO session_subscription (client_id, filter, qos)
       SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[])
       ON CONFLICT (client_id, filter) DO UPDATE SET qos = EXCLUDED.qos`,
      rows,
      [(row) => row.clientId, (row) => row.filter, (row) => row.qos],
    ),
  remove: (connection, rows) =>
    run(
      connection,
      "remove-session-subscription",
      `DELETE FROM session_subscription USING unnest($1::text[], $2::text[]) AS given (client_id, filter)
       WHERE session_subscription.client_id = given.client_id AND session_subscription.filter = given.filter`,
      rows,
      [(row) => row.clientId, (row) => row.filter],
    ),
};

export const outgoingTable: Table<OutgoingRow> = {
  keyOf: ({ clientId, position }) => `${clientId}\0${position}`,
  put: (connection, rows) =>
    run(
      connection,
      "put-session-outgoing",
      `INSERT INTO session_outgoing (client_id, position, message_id, released, topic, payload, qos, retain)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::int[], $4::bool[], $5::text[], $6::bytea[],
         $7::smallint[], $8::bool[])
       ON CONFLICT (client_id, position) DO UPDATE
         SET message_id = EXCLUDED.message_id, released = EXCLUDED.released`,
      rows,
      [
        (row) => row.clientId,
        (row) => row.position,
        (row) => row.messageId,
        (row) => row.released,
        (row) => row.topic,
        (row) => bytes(row.payload),
        (row) => row.qos,
        (row) => row.retain,
      ],
    ),
  remove: (connection, rows) =>
    run(
      connection,
      "remove-session-outgoing",
      `DELETE FROM session_outgoing USING unnest($1::text[], $2::bigint[]) AS given (client_id, position)
       WHERE session_outgoing.client_id = given.client_id AND session_outgoing.position = given.position`,
      rows,
      [(row) => row.clientId, (row) => row.position],
    ),
};

export const incomingTable: Table<IncomingRow> = {
  keyOf: ({ clientId, messageId }) => `${clientId}\0${messageId}`,
  put: (connection, rows) =>
    run(
      connection,
      "put-session-incoming",
      `INSERT INTO session_incoming (client_id, message_id, topic, payload, retain, forwarded)
       SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::bytea[], $5::bool[], $6::bool[])
       ON CONFLICT (client_id, message_id) DO UPDATE SET forwarded = EXCLUDED.forwarded`,
      rows,
      [
        (row) => row.clientId,
        (row) => row.messageId,
        (row) => row.topic,
        (row) => bytes(row.payload),
        (row) => row.retain,
        (row) => row.forwarded,
      ],
    ),
  remove: (connection, rows) =>
    run(
      connection,
      "remove-session-incoming",
      `DELETE FROM session_incoming USING unnest($1::text[], $2::int[]) AS given (client_id, message_id)
       WHERE session_incoming.client_id = given.client_id AND session_incoming.message_id = given.message_id`,
      rows,
      [(row) => row.clientId, (row) => row.messageId],
    ),
};

export const willTable: Table<WillRow> = {
  keyOf: ({ clientId }) => clientId,
  put: (connection, rows) =>
    run(
      connection,
      "put-will",
      `INSERT INTO will (client_id, topic, payload, qos, retain)
       SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::smallint[], $5::bool[])
       ON CONFLICT (client_id) DO UPDATE
         SET topic = EXCLUDED.topic, payload = EXCLUDED.payload, qos = EXCLUDED.qos, retain = EXCLUDED.retain`,
      rows,
      [
        (row) => row.clientId,
        (row) => row.topic,
        (row) => bytes(row.payload),
        (row) => row.qos,
        (row) => row.retain,
      ],
    ),
  remove: (connection, rows) =>
    run(connection, "remove-will", "DELETE FROM will WHERE client_id = ANY($1::text[])", rows, [
      (row) => row.clientId,
    ]),
};
