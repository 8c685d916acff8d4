/** Reads CSV as RFC 4180 has it; throws where a line is not well-formed. Every line must end with CRLF. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const place = cell.lastIndex;
    const [, quoted, afterQuoted, bare = "", afterBare] = cell.exec(text) ?? [];
    const after = afterQuoted ?? afterBare;
    if (after === undefined) throw new Error(`no CSV: ${JSON.stringify(text.slice(place, place + 80))}`);
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (after === ",") continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error("the last line does not end");
  return rows;
}
