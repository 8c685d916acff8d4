import { type Numbers, numbersOf } from "../contract/numbers";
import type { Qos } from "../contract/shapes";
import { pool } from "./client";
import { fieldColumns } from "./field-columns";
import { ensureHours } from "./hours";
import { copyMessages } from "./message-copy";
import { MESSAGES, MESSAGES_AGAIN, MESSAGES_ONCE } from "./message-statements";
import { ensurePartitions } from "./partitions";

/** A message of a registered topic on its way into the database; `at` in milliseconds of Unix time. */
export type NewMessage = {
  topicId: number;
  at: number;
  payload: Uint8Array;
  qos: Qos;
  retain: boolean;
  /** Its topic takes readings from the past: their numbers are those of `value` (contract/backfill.ts). */
  backfill?: boolean;
  /** Of QoS 2: the packet by which a re-sent PUBLISH is told from a new one (MQTT 3.1.1, 4.3.3). */
  packet?: { clientId: string; messageId: number; topic: string } | undefined;
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

/**
 * Fewer messages and bytes than this go by a statement. That costs no more, and its answer comes when all is stored;
 * COPY answers before it takes rows, and Linux then has Node's thread wait on PostgreSQL's processor, and readings with
 * it, until they are stored.
 */
const WORTH_A_COPY = { messages: 100, bytes: 64 * 1024 };

/**
 * Stores messages and the numbers in them, all or none, in one transaction. `again`: a try before this one may have
 * stored them, so what is there is left out.
 */
export async function insertMessages(messages: readonly NumberedMessage[], again = false): Promise<void> {
  const times = new Set(messages.map(({ at }) => at));
  await ensurePartitions(times);
  const hours = await ensureHours(times);
  const areNew = !again && messages.every(({ packet }) => packet === undefined);
  if (areNew && isWorthACopy(messages)) await copyMessages(messages, numbersIn, hours);
  else await insertByStatement(messages, hours, again);
}

function isWorthACopy(messages: readonly NumberedMessage[]): boolean {
  const bytes = messages.reduce((sum, { payload }) => sum + payload.length, 0);
  return messages.length >= WORTH_A_COPY.messages || bytes >= WORTH_A_COPY.bytes;
}

/** One statement, which leaves out what is there when it runs again. Columns travel as arrays: ten times faster than rows. */
async function insertByStatement(
  messages: readonly NumberedMessage[],
  hours: readonly number[],
  again: boolean,
): Promise<void> {
  const column = <Value>(of: (message: NumberedMessage) => Value) => messages.map(of);
  const numbers = column(numbersIn);
  const values = [
    column(({ topicId }) => topicId),
    column(({ at }) => at),
    column(({ seq }) => seq),
    column(({ payload }) => payload),
    column(({ qos }) => qos),
    column(({ retain }) => retain),
    numbers.map(({ value }) => value),
    hours,
    ...fieldColumns(messages, numbers),
  ];
  if (messages.every(({ packet }) => packet === undefined)) {
    const statement = again
      ? { name: "insert-messages-again", text: MESSAGES_AGAIN }
      : { name: "insert-messages", text: MESSAGES };
    await pool().query({ ...statement, values });
    return;
  }
  const packets = [
    column(({ packet }) => packet?.clientId ?? null),
    column(({ packet }) => packet?.messageId ?? null),
    column(({ packet }) => packet?.topic ?? null),
  ];
  await pool().query({ name: "insert-messages-once", text: MESSAGES_ONCE, values: [...values, ...packets] });
}

function numbersIn({ payload, backfill = false }: NewMessage): Numbers {
  return numbersOf(payload, { backfill });
}

/** Whether the database refused the row itself (SQLSTATE classes 22, 23, 54), not the connection or the moment. */
export function isRefusedRow(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^(22|23|54)/.test(code);
}
