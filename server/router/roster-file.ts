import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { plainText } from "../contract/csv";
import { Refusal } from "../contract/refusal";

/** A line of a roster as it was written; null where it has no such cell. */
export type RosterLine = {
  line: number;
  name: string;
  username: string | null;
  password: string | null;
  role: string | null;
};

const MOST_LINES = 500;

type Column = "name" | "username" | "password" | "role";

/** What the first line may call its columns, folded, without blanks. */
const HEADINGS: Record<Column, readonly string[]> = {
  name: ["name", "fullname", "studentname", "displayname", "이름", "성명", "학생이름", "학생명"],
  username: ["username", "login", "loginname", "user", "userid", "id", "사용자이름", "사용자명", "아이디"],
  password: ["password", "pin", "passwordorpin", "비밀번호", "암호", "핀"],
  role: ["role", "역할"],
};

/** Without a heading: docs/protocol.md. */
const USUAL: readonly Column[] = ["name", "username", "password"];

/**
 * The lines of a roster: CSV (RFC 4180), its cells apart by comma, semicolon or tab, as spreadsheets write and copy
 * it; with a heading or without. Throws `bad-input` for what is no text or no CSV, `too-large` for too many lines.
 */
export function readRoster(bytes: Uint8Array): RosterLine[] {
  const rows = cellsOf(textOf(bytes));
  const columns = headingOf(rows[0]?.cells ?? []);
  const lines = (columns ? rows.slice(1) : rows).map(({ line, cells }) =>
    lineOf(line, cells, columns ?? USUAL),
  );
  if (lines.length === 0) throw new Refusal("bad-input", "There is nobody in this roster.");
  if (lines.length > MOST_LINES)
    throw new Refusal("too-large", `A roster has at most ${MOST_LINES} lines; this one has ${lines.length}.`);
  return lines;
}

const utf8 = new TextDecoder("utf-8", { fatal: true }); // it takes the byte order mark away

function textOf(bytes: Uint8Array): string {
  try {
    const text = utf8.decode(bytes);
    if (!text.includes("\0")) return text;
  } catch (cause) {
    throw noText(cause);
  }
  throw noText();
}

function noText(cause?: unknown): Refusal {
  return new Refusal("bad-input", "The roster is not text in UTF-8. Save it as “CSV UTF-8”.", { cause });
}

const records = z.array(z.object({ info: z.object({ lines: z.int() }), record: z.array(z.string()) }));

function cellsOf(text: string): { line: number; cells: string[] }[] {
  try {
    const parsed = parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      info: true,
    });
    return records.parse(parsed).map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    if (cause instanceof CsvError)
      throw new Refusal("bad-input", `This is not CSV: ${cause.message}`, { cause });
    throw cause;
  }
}

/** What stands between the cells of the first line that has any; quoted text does not count. */
function delimiterOf(text: string): string {
  const first = /[^\r\n]*[^\s"][^\r\n]*/.exec(text)?.[0] ?? "";
  const bare = first.replace(/"(?:[^"]|"")*"/g, "");
  const counted = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** What each column holds, where the first line says so: it names the names, or is made of headings alone. */
function headingOf(cells: readonly string[]): (Column | null)[] | null {
  const columns = cells.map((cell) => columnOf(cell));
  const isHeading = columns.includes("name") || columns.every((column) => column !== null);
  return isHeading && cells.length > 0 ? columns : null;
}

function columnOf(cell: string): Column | null {
  const word = cell
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]/g, "");
  const found = Object.entries(HEADINGS).find(([, words]) => words.includes(word));
  return (found?.[0] as Column | undefined) ?? null; // a key of HEADINGS
}

function lineOf(line: number, cells: readonly string[], columns: readonly (Column | null)[]): RosterLine {
  const cell = (column: Column) => {
    const text = cells[columns.indexOf(column)] ?? "";
    return text === "" ? null : text;
  };
  return {
    line,
    name: withoutMark(cell("name") ?? ""),
    username: cell("username"),
    password: cell("password"),
    role: cell("role"),
  };
}

/** A name that our own export has put a `'` before, so that no spreadsheet runs it, is itself again. */
function withoutMark(name: string): string {
  return name.startsWith("'") && plainText(name.slice(1)) === name ? name.slice(1) : name;
}
