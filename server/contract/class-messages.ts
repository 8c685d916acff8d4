import { csvLine } from "./csv";
import type { RawMessage } from "./message";
import { payloadCell } from "./message-lines";
import { findText } from "./payload";
import type { Qos } from "./shapes";
import { LIMITS } from "./topic";

/**
 * The messages of a class in its file: the columns of export.csv, readable in a spreadsheet, and one more with the
 * payload in base 64 where its cell is not the payload itself (bytes, and what got a `'`). So one file is both.
 */
export const MESSAGE_COLUMNS = ["time", "topic", "payload", "qos", "retain", "payload_base64"] as const;

const BYTE_ORDER_MARK = "\ufeff";
export const MESSAGES_HEAD = BYTE_ORDER_MARK + csvLine(MESSAGE_COLUMNS);

/** The line of a message. */
export function messageLine({ at, topic, payload, qos, retain }: RawMessage): string {
  const cell = payloadCell(payload);
  const exact = cell === findText(payload) ? "" : Buffer.from(payload).toString("base64");
  return csvLine([new Date(at).toISOString(), topic, cell, String(qos), String(retain), exact]);
}

/** The message of a line's cells; a string says what is wrong with them. */
export function readMessageLine(cells: readonly string[]): RawMessage | string {
  const [time = "", topic = "", text = "", qos = "", retain = "", exact = ""] = cells;
  if (cells.length !== MESSAGE_COLUMNS.length) return `${MESSAGE_COLUMNS.length} cells`;
  const at = Date.parse(time);
  if (!TIME.test(time) || Number.isNaN(at) || new Date(at).toISOString() !== time)
    return "time: such as 2026-11-23T08:00:00.000Z";
  if (!/^[012]$/.test(qos)) return "qos: 0, 1 or 2";
  if (retain !== "true" && retain !== "false") return "retain: true or false";
  const payload = exact === "" ? Buffer.from(text) : findBytes(exact);
  if (payload === null) return "payload_base64: not base 64";
  if (payload.byteLength > LIMITS.payloadBytes) return `payload: at most ${LIMITS.payloadBytes} bytes`;
  return { at, topic, payload, qos: Number(qos) as Qos, retain: retain === "true" }; // one digit, 0 to 2
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Null where the text is no base 64 (RFC 4648, 4), which Node would read as far as it can. */
function findBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}
