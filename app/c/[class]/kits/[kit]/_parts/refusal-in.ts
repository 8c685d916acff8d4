/** What stands on a kit's `errors` topic (docs/protocol.md, "MQTT"). */
export type KitRefusal = { code: KitRefusalCode | null; message: string; topic: string | null };

/** Those that the page has words for in the reader's language. */
const CODES = [
  "bad-input",
  "not-allowed",
  "not-found",
  "too-large",
  "limit-reached",
  "too-many",
  "unavailable",
] as const;

export type KitRefusalCode = (typeof CODES)[number];

/** The refusal that a payload tells of, or null where it is none. By hand: a schema library would be more than the page. */
export function refusalIn(payload: string | Uint8Array): KitRefusal | null {
  if (typeof payload !== "string") return null;
  const told = parse(payload);
  if (typeof told !== "object" || told === null || !("message" in told)) return null;
  if (typeof told.message !== "string") return null;
  const topic = "topic" in told && typeof told.topic === "string" ? told.topic : null;
  const code = "code" in told ? (CODES.find((known) => known === told.code) ?? null) : null;
  return { code, message: told.message, topic };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
