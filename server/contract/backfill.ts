import { findText, finite, leavesOf, type Reading, readPayload } from "./payload";
import { Refusal } from "./refusal";

/** How far a kit's clock may be ahead of the server's, in milliseconds. */
export const MOST_AHEAD = 5 * 60_000;
const DAY = 86_400_000;

/**
 * What a topic says of the readings that come to it: whether they may be from the past. `at` is the time of one that is
 * stored: if it says another, it came before the topic took any from the past.
 */
export type BackfillSetting = { backfill?: boolean; at?: number };

/**
 * When a reading says that it was taken, of a topic that takes readings up to `days` old (0: none but of now); null
 * where it says nothing, and was taken now (docs/protocol.md, "Readings from the past"). Throws `bad-input`.
 */
export function findTaken(
  payload: string | Uint8Array,
  { now, days }: { now: number; days: number },
): number | null {
  const said = days > 0 ? findSaid(payload) : null;
  if (!said) return null;
  if (isSeconds(said.at)) throw bad("at is in milliseconds; this looks like seconds.");
  if (!isTime(said.at)) throw bad("at is a whole number of milliseconds since 1970-01-01 00:00 UTC.");
  if (said.value === undefined) throw bad("A reading that says at has what was read in value.");
  if (said.at > now + MOST_AHEAD) throw bad("at is more than 5 minutes ahead of the server's clock.");
  if (said.at < now - days * DAY) throw bad(`at is further back than the ${days} days that are kept.`);
  return said.at;
}

/** What a reading says, under the setting of its topic: of one that says when it was taken, what its `value` says. */
export function readReading(
  payload: string | Uint8Array,
  { backfill = false, at }: BackfillSetting,
): Reading {
  const said = backfill ? findSaid(payload) : null;
  return said && isTime(said.at) && said.at === (at ?? said.at) && said.value !== undefined
    ? readValue(said.value, said.text)
    : readPayload(payload);
}

/** Whether a reading says when it was taken, if its topic lets it. */
export function saysWhen(payload: string | Uint8Array): boolean {
  return findSaid(payload) !== null;
}

type Said = { at: unknown; value: unknown; text: string };

/** `at` and `value` as they stand in a payload; null where it is no JSON object with `at`. */
function findSaid(payload: string | Uint8Array): Said | null {
  const text = typeof payload === "string" ? payload : findText(payload);
  if (!text?.trimStart().startsWith("{")) return null;
  try {
    const parsed: Record<string, unknown> = JSON.parse(text);
    return Object.hasOwn(parsed, "at") ? { at: parsed.at, value: parsed.value, text } : null;
  } catch {
    return null;
  }
}

/** In seconds some time from 2001 to 2603, in milliseconds the year 1970, which nobody keeps; clocks have fractions too. */
function isSeconds(at: unknown): boolean {
  return typeof at === "number" && at >= 1e9 && at <= 2e10;
}

function isTime(at: unknown): at is number {
  return Number.isSafeInteger(at) && Number(at) >= 0;
}

/**
 * Text is read as a payload of that text would be; what is neither number, switch, text nor object, as what was sent,
 * and so is text with half a character, which no payload has.
 */
function readValue(value: unknown, text: string): Reading {
  if (typeof value === "string" && !/\p{Cs}/u.test(value)) return readPayload(value);
  if (typeof value === "boolean") return { kind: "switch", value };
  const number = typeof value === "number" ? finite(value) : null;
  if (number !== null) return { kind: "number", value: number };
  const fields = Array.isArray(value) ? null : leavesOf(value);
  return fields ? { kind: "fields", fields, text } : { kind: "text", value: text };
}

function bad(message: string): Refusal {
  return new Refusal("bad-input", message, { errors: [{ field: "payload", message }] });
}
