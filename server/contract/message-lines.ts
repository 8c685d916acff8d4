import { csvLine, plainText } from "./csv";
import { clockOf } from "./local-time";
import { httpMessage, type RawMessage } from "./message";
import { findText } from "./payload";

/** How stored messages are written to a file: what stands before them, and the line of each. */
export type MessageLines = { head: string; line(message: RawMessage): string };

const COLUMNS = ["time", "topic", "payload", "qos", "retain"];

/** By this a spreadsheet knows UTF-8 from the code page of its country. */
const BYTE_ORDER_MARK = "\ufeff";

/** What a payload that is not UTF-8 begins with in CSV (RFC 2397). Text that begins so gets a `'`, so it is never both. */
export const BYTES = "data:application/octet-stream;base64,";

/** CSV, one row a message; `zone` adds the column `local_time`, `bom` a byte order mark. */
export function csvOf({ zone, bom }: { zone?: string | undefined; bom: boolean }): MessageLines {
  const clock = zone === undefined ? null : clockOf(zone);
  const columns = clock ? [...COLUMNS, "local_time"] : COLUMNS;
  return {
    head: `${bom ? BYTE_ORDER_MARK : ""}${csvLine(columns)}`,
    line: ({ at, topic, payload, qos, retain }) => {
      const cells = [
        new Date(at).toISOString(),
        plainText(topic),
        payloadCell(payload),
        String(qos),
        String(retain),
      ];
      return csvLine(clock ? [...cells, clock(at)] : cells);
    },
  };
}

/** JSON Lines: a message as HTTP carries it (`HttpMessage`) on each. */
export const JSON_LINES: MessageLines = {
  head: "",
  line: (message) => `${JSON.stringify(httpMessage(message))}\n`,
};

/** What a payload is in CSV: its text, after a `'` where a spreadsheet would run it; bytes as a data URL. */
export function payloadCell(payload: Uint8Array): string {
  const text = findText(payload);
  if (text === null) return BYTES + Buffer.from(payload).toString("base64");
  return text.startsWith(BYTES) ? `'${text}` : plainText(text);
}
