import { Refusal } from "./refusal";

/** Limits of names and payloads (docs/protocol.md, "Names"); bytes are bytes of UTF-8. */
export const LIMITS = {
  topicBytes: 200,
  streamLevels: 5,
  levelCharacters: 32,
  payloadBytes: 64 * 1024,
} as const;

/** The kit slug that stands for the class's board; no kit may have it. */
export const SHARED = "shared";

export const SLUG = /^[a-z0-9][a-z0-9-]{1,31}$/;
const LEVEL = /^[\p{L}\p{N}\p{M}_-]+$/u;
const RESERVED = new Set(["set", "status", "errors"]);

export type TopicKind = "reading" | "command" | "status" | "errors" | "shared";

/** A topic taken apart: `<class>/<kit>/<stream>` and its kin. `kit` is null on the class's board. */
export type TopicParts = {
  topic: string;
  class: string;
  kit: string | null;
  kind: TopicKind;
  /** The levels that name the stream; empty for `status` and `errors`. */
  stream: string;
  /** The topic after the class, as the database keeps it. */
  path: string;
};

/** Whether this may name a class or a kit. `shared` is a slug here; kits refuse it on their own. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

/** Whether this may name a stream: 1 to 5 levels of letters, digits, `_` and `-`, in NFC. */
export function isStream(stream: string): boolean {
  const levels = stream.split("/");
  const first = levels[0];
  return (
    levels.length <= LIMITS.streamLevels &&
    first !== undefined &&
    !RESERVED.has(first) &&
    levels.every(isLevel)
  );
}

function isLevel(level: string): boolean {
  return [...level].length <= LIMITS.levelCharacters && LEVEL.test(level) && level === level.normalize("NFC");
}

/** Length of a topic or filter as it goes over the wire. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Takes a topic apart, or answers null where it is none of Kitroom's. */
export function findTopicParts(topic: string): TopicParts | null {
  if (bytesOf(topic) > LIMITS.topicBytes) return null;
  const [className, kit, ...rest] = topic.split("/");
  if (className === undefined || kit === undefined || !isSlug(className) || !isSlug(kit)) return null;
  const tail = kindOf(kit, rest);
  return (
    tail && {
      topic,
      class: className,
      kit: kit === SHARED ? null : kit,
      path: topic.slice(className.length + 1),
      ...tail,
    }
  );
}

function kindOf(kit: string, rest: readonly string[]): { kind: TopicKind; stream: string } | null {
  const stream = rest.join("/");
  if (kit === SHARED) return isStream(stream) ? { kind: "shared", stream } : null;
  if (stream === "status" || stream === "errors") return { kind: stream, stream: "" };
  if (rest[0] !== "set") return isStream(stream) ? { kind: "reading", stream } : null;
  const commanded = rest.slice(1).join("/");
  return isStream(commanded) ? { kind: "command", stream: commanded } : null;
}

/** Takes a topic apart; throws `bad-input` with the rule that it breaks. */
export function requireTopicParts(topic: string): TopicParts {
  const parts = findTopicParts(topic);
  if (!parts)
    throw new Refusal("bad-input", whyNoTopic(topic), {
      errors: [{ field: "topic", message: whyNoTopic(topic) }],
    });
  return parts;
}

function whyNoTopic(topic: string): string {
  if (topic === "") return "The topic is empty.";
  if (bytesOf(topic) > LIMITS.topicBytes) return `A topic has at most ${LIMITS.topicBytes} bytes.`;
  if (/[+#]/.test(topic)) return "A topic to publish to has no wildcards (+ or #).";
  if (topic.startsWith("$")) return "Topics that begin with $ belong to the broker.";
  return "A topic is <class>/<kit>/<stream>: 1 to 5 stream levels of letters, digits, _ and -, each at most 32 characters.";
}

/** Whether this is a well-formed MQTT filter (MQTT 3.1.1, 4.7.1): wildcards stand alone in their level, # comes last. */
export function isFilter(filter: string): boolean {
  if (filter === "" || bytesOf(filter) > LIMITS.topicBytes || filter.includes("\0")) return false;
  const levels = filter.split("/");
  return levels.every((level, index) => {
    if (level === "#") return index === levels.length - 1;
    return level === "+" || !/[+#]/.test(level);
  });
}

/** Whether the filter has a wildcard, that is, is not simply a topic. */
export function hasWildcard(filter: string): boolean {
  return filter.includes("+") || filter.includes("#");
}

/** Whether a topic matches a filter (MQTT 3.1.1, 4.7): wildcards never match a first level that begins with `$`. */
export function matches(filter: string, topic: string): boolean {
  if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
  return covers(filter, topic);
}

/**
 * Whether every topic that `filter` matches is matched by `granted` as well: the containment that decides a
 * SUBSCRIBE with wildcards. Both must be well-formed filters.
 */
export function covers(granted: string, filter: string): boolean {
  if (filter.startsWith("$") && /^[+#]/.test(granted)) return false;
  const outer = granted.split("/");
  const inner = filter.split("/");
  for (let index = 0; index < outer.length; index++) {
    const have = outer[index];
    const want = inner[index];
    // "a/#" also matches "a" itself (4.7.1.2), so it covers a filter that ends one level earlier.
    if (have === "#") return true;
    if (want === undefined || want === "#") return false;
    if (have !== "+" && have !== want) return false;
  }
  return inner.length === outer.length;
}
