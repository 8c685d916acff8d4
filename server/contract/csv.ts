/** Cells of CSV (RFC 4180) in which a spreadsheet finds nothing to run. */

/** A number as people and kits write it. No two ways to read the same digits: the check takes linear time. */
const NUMBER = /^ *[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/**
 * What a spreadsheet may take for a formula (OWASP, "CSV Injection"): by any sign that NFKC makes one of `=+-@`, and
 * behind what it skips.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@⁺⁼₊₌⩵⩶﬩﹢﹣﹦﹫＋－＝＠])/u;

const NEEDS_QUOTES = /[",;\p{Cc}]|^\s|\s$/u;

/** Text with a `'` before what a spreadsheet would take for a formula; numbers stay as they are. */
export function plainText(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** A cell as it stands in the file: in quotes where its text could be taken for something else. */
export function csvCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of cells. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
