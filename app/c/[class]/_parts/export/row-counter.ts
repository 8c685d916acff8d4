import type { ExportForm } from "./export-href";

const LINE_END = 0x0a;
const QUOTE = 0x22;

/** Counts the messages in a file as it comes, wherever it is cut: `add` answers how many there are up to here. */
export function createRowCounter(form: ExportForm): { add(bytes: Uint8Array): number } {
  let lines = 0;
  let quoted = false;
  return {
    add: (bytes) => {
      for (const byte of bytes) {
        // Within quotes a line end is text (RFC 4180, 2.6); a quote that is doubled changes nothing twice.
        if (byte === QUOTE && form === "csv") quoted = !quoted;
        else if (byte === LINE_END && !quoted) lines += 1;
      }
      return Math.max(0, form === "csv" ? lines - 1 : lines);
    },
  };
}
