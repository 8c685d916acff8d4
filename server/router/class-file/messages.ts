import { pipeline, Transform } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { PARTS } from "../../contract/class-file";
import { MESSAGE_COLUMNS, readMessageLine } from "../../contract/class-messages";
import type { RawMessage } from "../../contract/message";
import { Refusal } from "../../contract/refusal";
import { type ClassZip, refuseDamaged } from "./zip-file";

/** What one page brings at most, in messages and in bytes of their payloads. */
const PAGE = { messages: 2000, bytes: 2 * 2 ** 20 };
/** Of one row; the longest has a payload of 64 KiB, its quotes doubled, and the same in base 64. */
const MOST_ROW = 2 ** 19;
const MOST_MESSAGES = 50_000_000;
/** Clocks differ, but a message that came tomorrow came nowhere. */
const AHEAD_MS = 24 * 3600 * 1000;

/**
 * The messages of a class's file, a page at a time as they are unpacked. Throws `bad-input` with the row (as a
 * spreadsheet counts them) that is none, and `too-large` for more than any class has.
 */
export async function* readMessages(zip: ClassZip): AsyncGenerator<RawMessage[], void, undefined> {
  const csv = parse({
    bom: true,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    max_record_size: MOST_ROW,
  });
  pipeline(await zip.read("messages"), textOnly(), csv, () => {}); // whoever reads the last is told of all
  const latest = Date.now() + AHEAD_MS;
  let row = 0;
  let page: RawMessage[] = [];
  let bytes = 0;
  try {
    for await (const cells of csv as AsyncIterable<string[]>) {
      row += 1;
      if (row === 1) requireHeading(cells);
      else {
        const message = readMessageLine(cells);
        if (typeof message === "string") throw badRow(row, message);
        if (message.at > latest) throw badRow(row, "time: it has not come yet");
        if (row > MOST_MESSAGES)
          throw new Refusal("too-large", "These are more messages than any class has.");
        page.push(message);
        bytes += message.payload.byteLength;
      }
      if (page.length < PAGE.messages && bytes < PAGE.bytes) continue;
      yield page;
      [page, bytes] = [[], 0];
    }
  } catch (error) {
    if (error instanceof CsvError) throw badRow(row + 1, error.message, error);
    refuseDamaged(error);
  }
  if (row === 0) requireHeading([]);
  yield page;
}

/** What a row of messages.csv is refused with. */
export function badRow(row: number, why: string, cause?: unknown): Refusal {
  return new Refusal("bad-input", `${PARTS.messages}, row ${row}: ${why}`, { cause });
}

function requireHeading(cells: readonly string[]): void {
  if (cells.join() !== MESSAGE_COLUMNS.join()) throw badRow(1, `not ${MESSAGE_COLUMNS.join()}`);
}

/** Passes text on, and fails where it is not UTF-8: other bytes would be read as if they were signs of a text. */
function textOnly(): Transform {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (done: (error: Error | null, text?: string) => void, chunk?: Uint8Array) => {
    try {
      done(null, chunk ? utf8.decode(chunk, { stream: true }) : utf8.decode());
    } catch (cause) {
      done(new Refusal("bad-input", `${PARTS.messages} is not text in UTF-8.`, { cause }));
    }
  };
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => decode(done, chunk),
    flush: (done) => decode(done),
  });
}
