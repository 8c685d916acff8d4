import type { Pool } from "pg";
import { matches } from "../contract/topic";
import { GroupCommit, type Writer } from "./group-commit";
import {
  type IncomingRow,
  incomingTable,
  type OutgoingRow,
  outgoingTable,
  type RetainedRow,
  retainedTable,
  type SubscriptionRow,
  subscriptionTable,
  type WillRow,
  willTable,
} from "./mqtt-tables";

export type { IncomingRow, OutgoingRow, RetainedRow, SubscriptionRow, WillRow } from "./mqtt-tables";

/** What the broker remembered when the server stopped. */
export type Remembered = {
  subscriptions: SubscriptionRow[];
  outgoing: OutgoingRow[];
  incoming: IncomingRow[];
  wills: WillRow[];
  /** Who published which retained message; their payloads stay in the database. */
  retained: { topic: string; kit: string | null }[];
};

/** What the broker must remember: retained messages, persistent sessions, wills. */
export type MqttStore = {
  load(): Promise<Remembered>;
  readonly retained: Writer<RetainedRow>;
  readonly subscriptions: Writer<SubscriptionRow>;
  readonly outgoing: Writer<OutgoingRow>;
  readonly incoming: Writer<IncomingRow>;
  readonly wills: Writer<WillRow>;
  /** Resolves when everything written until now is committed; rejects with `unavailable` when the database is away. */
  commit(): Promise<void>;
  /** The retained messages that match at least one of the filters, in byte order of their topics. */
  findRetained(filters: readonly string[]): Promise<RetainedRow[]>;
  close(): Promise<void>;
};

/** Opens the broker's memory. Writes are collected and committed together (see GroupCommit). */
export function openMqttStore(pool: Pool): MqttStore {
  const commits = new GroupCommit(pool);
  return {
    load: () => load(pool),
    retained: commits.table("retained", retainedTable),
    subscriptions: commits.table("subscription", subscriptionTable),
    outgoing: commits.table("outgoing", outgoingTable),
    incoming: commits.table("incoming", incomingTable),
    wills: commits.table("will", willTable),
    commit: () => commits.commit(),
    findRetained: (filters) => findRetained(pool, filters),
    close: () => commits.close(),
  };
}

async function load(pool: Pool): Promise<Remembered> {
  const rows = async <Row extends object>(text: string) => (await pool.query<Row>(text)).rows;
  const outgoing = await rows<Omit<OutgoingRow, "position"> & { position: string }>(
    `SELECT client_id AS "clientId", position, message_id AS "messageId", released, topic, payload, qos, retain
     FROM session_outgoing ORDER BY client_id, position`,
  );
  return {
    subscriptions: await rows<SubscriptionRow>(
      'SELECT client_id AS "clientId", filter, qos FROM session_subscription ORDER BY client_id, filter',
    ),
    outgoing: outgoing.map((row) => ({ ...row, position: Number(row.position) })),
    incoming: await rows<IncomingRow>(
      `SELECT client_id AS "clientId", message_id AS "messageId", topic, payload, retain, forwarded
       FROM session_incoming`,
    ),
    wills: await rows<WillRow>('SELECT client_id AS "clientId", topic, payload, qos, retain FROM will'),
    retained: await rows<{ topic: string; kit: string | null }>("SELECT topic, kit FROM retained"),
  };
}

async function findRetained(pool: Pool, filters: readonly string[]): Promise<RetainedRow[]> {
  const ranges = filters.map(rangeOf);
  const { rows } = await pool.query<RetainedRow>({
    name: "find-retained",
    text: `SELECT DISTINCT ON (topic) topic, payload, qos, (extract(epoch FROM at) * 1000)::float8 AS at, kit
      FROM unnest($1::text[], $2::text[]) AS range (low, high)
      JOIN retained ON topic >= range.low COLLATE "C" AND topic <= range.high COLLATE "C"
      ORDER BY topic`,
    values: [ranges.map(({ low }) => low), ranges.map(({ high }) => high)],
  });
  return rows.filter(({ topic }) => filters.some((filter) => matches(filter, topic)));
}

/** The topics between which all those lie that a filter matches, in byte order; "a/#" matches "a" itself too. */
function rangeOf(filter: string): { low: string; high: string } {
  const wildcard = filter.search(/[+#]/);
  if (wildcard < 0) return { low: filter, high: filter };
  const beginning = filter.slice(0, wildcard);
  return { low: beginning.replace(/\/$/, ""), high: `${beginning}\u{10ffff}` };
}
