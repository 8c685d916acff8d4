import type { Numbers } from "../contract/numbers";
import { pool } from "./client";
import { runCopy } from "./copy";
import { CopyRows } from "./copy-rows";
import type { NewMessage, NumberedMessage } from "./message-writer";

type NumbersIn = (message: NewMessage) => Numbers;
type FieldValue = { message: NumberedMessage; name: string; value: number };

/**
 * Stores messages that no try before this one can have stored, and the numbers in them, all or none: COPY costs half
 * of the statement that looks for them first (message-statements.ts). `hours` as there.
 */
export async function copyMessages(
  messages: readonly NumberedMessage[],
  numbersIn: NumbersIn,
  hours: readonly number[],
): Promise<void> {
  const fields: FieldValue[] = []; // found while the messages are sent, and sent after them
  await runCopy(pool(), scriptFor(hours), [messageRows(messages, numbersIn, fields), fieldRows(fields)]);
}

/** Two statements for the hours: the second sees what was committed until the lock was granted. */
function scriptFor(hours: readonly number[]): string {
  const these = `hour IN (${hours.map((hour) => `to_timestamp(${hour / 1000})`).join(", ")})`;
  return `
    SELECT FROM history_hour WHERE ${these} ORDER BY hour FOR NO KEY UPDATE;
    UPDATE history_hour SET rolled = false WHERE rolled AND ${these};
    COPY message (topic_id, at, seq, payload, qos, retain, value) FROM STDIN (FORMAT binary);
    COPY field_value (topic_id, field, at, seq, value) FROM STDIN (FORMAT binary)`;
}

function* messageRows(messages: readonly NumberedMessage[], numbersIn: NumbersIn, fields: FieldValue[]) {
  const rows = new CopyRows();
  for (const message of messages.toSorted(byTopic)) {
    const { topicId, at, seq, payload, qos, retain } = message;
    const numbers = numbersIn(message);
    rows.row(7);
    rows.int4(topicId);
    rows.timestamp(at);
    rows.int8(seq);
    rows.bytes(payload);
    rows.int2(qos);
    rows.bool(retain);
    rows.float8(numbers.value);
    if (rows.full) yield rows.take();
    if (numbers.fields.size === 0) continue;
    for (const [name, value] of numbers.fields) fields.push({ message, name, value });
  }
  yield rows.end();
}

function* fieldRows(fields: readonly FieldValue[]) {
  const rows = new CopyRows();
  for (const { message, name, value } of fields.toSorted(byTopicAndName)) {
    rows.row(5);
    rows.int4(message.topicId);
    rows.text(name);
    rows.timestamp(message.at);
    rows.int8(message.seq);
    rows.float8(value);
    if (rows.full) yield rows.take();
  }
  yield rows.end();
}

/** In the order of the index: neighbours go into the same page of it. */
function byTopic(one: NumberedMessage, other: NumberedMessage): number {
  return one.topicId - other.topicId;
}

function byTopicAndName(one: FieldValue, other: FieldValue): number {
  return byTopic(one.message, other.message) || (one.name < other.name ? -1 : Number(one.name > other.name));
}
