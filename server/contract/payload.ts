import { isFieldName } from "./fields";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a payload, or null where its bytes are not UTF-8. Encoding the text again gives the same bytes. */
export function findText(payload: Uint8Array): string | null {
  try {
    return utf8.decode(payload);
  } catch {
    return null;
  }
}

/** A payload as `topic:messages` carries it: text where the bytes are UTF-8, else the bytes. */
export function textOrBytes(payload: Uint8Array): string | Uint8Array {
  return findText(payload) ?? payload;
}

/** What a reading says (docs/protocol.md, "MQTT"): a number, a switch, text, an object of named numbers, or bytes. */
export type Reading =
  | { kind: "number"; value: number }
  | { kind: "switch"; value: boolean }
  | { kind: "text"; value: string }
  | { kind: "fields"; fields: ReadonlyMap<string, number>; text: string }
  | { kind: "bytes"; length: number };

/** No two parts can take the same digits: a payload of 64 KiB of them takes no longer to refuse than to read. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const SWITCHES = new Map([
  ["true", true],
  ["on", true],
  ["false", false],
  ["off", false],
]);

/** Reads a payload strictly: `12abc`, `NaN` and `1e400` are text, never numbers. */
export function readPayload(payload: string | Uint8Array): Reading {
  const text = typeof payload === "string" ? payload : findText(payload);
  if (text === null) return { kind: "bytes", length: payload.length };
  const number = findNumber(text);
  if (number !== null) return { kind: "number", value: number };
  const on = SWITCHES.get(text.trim().toLowerCase());
  if (on !== undefined) return { kind: "switch", value: on };
  const fields = findFields(text);
  return fields ? { kind: "fields", fields, text } : { kind: "text", value: text };
}

/** The finite number that a text is, blanks around it allowed, or null. */
export function findNumber(text: string): number | null {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? finite(Number(trimmed)) : null;
}

/** A number as it is drawn, or null where none can be. `-0` is 0: added up, compared and shown they are the same. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

const MAX_FIELDS = 32;
const MAX_DEPTH = 5;

/** The numeric leaves of a JSON object, named by their dotted path; null where the text is no object or has none. */
function findFields(text: string): Map<string, number> | null {
  if (!text.trimStart().startsWith("{")) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  return leavesOf(parsed);
}

/** The same of what was parsed already. */
export function leavesOf(value: unknown): Map<string, number> | null {
  const fields = new Map<string, number>();
  if (value !== null && typeof value === "object") collect(value, "", 0, fields);
  return fields.size > 0 ? fields : null;
}

function collect(value: unknown, path: string, depth: number, into: Map<string, number>): void {
  if (into.size >= MAX_FIELDS || depth > MAX_DEPTH) return;
  const number =
    typeof value === "number" ? finite(value) : typeof value === "boolean" ? Number(value) : null;
  if (number !== null && isFieldName(path)) into.set(path, number);
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value))
    collect(inner, path ? `${path}.${name}` : name, depth + 1, into);
}
