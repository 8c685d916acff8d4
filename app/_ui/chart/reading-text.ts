import type { Reading } from "#server/contract/payload";

/** How a reading is said in one line. The numbers' and switches' forms depend on the reader's language. */
export type ReadingWords = {
  number: (value: number) => string;
  on: string;
  off: string;
  bytes: (length: number) => string;
  empty: string;
};

const MOST_FIELDS = 3;

/** A reading in one line: `21.5`, `On`, `t 21.5, h 40`, the words themselves, `128 bytes`. */
export function readingText(reading: Reading, words: ReadingWords): string {
  switch (reading.kind) {
    case "number":
      return words.number(reading.value);
    case "switch":
      return reading.value ? words.on : words.off;
    case "text":
      return reading.value.trim() === "" ? words.empty : reading.value;
    case "bytes":
      return words.bytes(reading.length);
    case "fields": {
      const all = [...reading.fields].map(([name, value]) => `${name} ${words.number(value)}`);
      return all.slice(0, MOST_FIELDS).join(", ") + (all.length > MOST_FIELDS ? ", …" : "");
    }
  }
}
