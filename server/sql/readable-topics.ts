import type { Actor } from "../contract/actor";
import type { Span } from "../contract/buckets";
import { hasWildcard } from "../contract/topic";
import { readRows } from "./client";

/**
 * The topics of a class that somebody may read and a filter matches: their names, by id. The same rule as
 * `readableTopics` (scope.ts), as a statement: charts and pages of messages ask it each time. A token for one kit does
 * not reach the class's board.
 */
export async function readableIds(
  actor: Actor,
  className: string,
  filter: string | undefined,
): Promise<Map<number, string>> {
  const found = await readOfTopics<Found>(NAMES, actor, className, filter);
  return new Map(found.map(({ id, topic }) => [id, topic]));
}

/** A topic that may be drawn; `hasKept`: of hours in the span only the sums are left, and these cannot be cut finer. */
export type Drawable = Found & { hasKept: boolean };

/** The same as `readableIds` in one journey with what is left of that field in a span, its end excluded. */
export function drawableTopics(
  actor: Actor,
  className: string,
  { topic, field, from, to }: Span & { topic: string; field: string },
): Promise<Drawable[]> {
  return readOfTopics(WITH_KEPT, actor, className, topic, [field, from, to]);
}

type Found = { id: number; topic: string };
type Statement = { name: string; text: string };
/** For the topics that a filter matches, and for one by its name, which has an index. */
export type OfTopics = { many: Statement; one: Statement };

/**
 * Makes a statement over the topics that somebody may read and a filter matches: `readable` is the query of their `id`
 * and name (`topic`), whose parameters are the first four.
 */
export function ofTopics(name: string, text: (readable: string) => string): OfTopics {
  return {
    many: { name, text: text(`${READABLE} AND ($4::text IS NULL OR topic.path ~ $4)`) },
    one: { name: `${name}-one`, text: text(`${READABLE} AND topic.path = $4`) },
  };
}

/** The rows of such a statement; `more` are its parameters from the fifth on. Without a filter, of all topics. */
export async function readOfTopics<Row extends object>(
  { many, one }: OfTopics,
  actor: Actor,
  className: string,
  filter: string | undefined,
  more: readonly unknown[] = [],
): Promise<Row[]> {
  const { class: only, kit } = actor.scope ?? { class: null, kit: null };
  if (only !== null && only !== className) return [];
  const who = [className, actor.id, kit];
  if (filter === undefined) return readRows<Row>(many, [...who, null, ...more]);
  if (filter.includes("\0")) return []; // which PostgreSQL's text does not know, nor therefore any topic
  const exact = !hasWildcard(filter);
  const path = exact ? pathIn(className, filter) : patternIn(className, filter);
  return path === null ? [] : readRows<Row>(exact ? one : many, [...who, path, ...more]);
}

/** A topic's path in that class; null where it is of another one. */
function pathIn(className: string, topic: string): string | null {
  return topic.startsWith(`${className}/`) ? topic.slice(className.length + 1) : null;
}

/** PostgreSQL's regular expression of the paths that a filter matches in that class (MQTT 3.1.1, 4.7.1); null for none. */
function patternIn(className: string, filter: string): string | null {
  const [first, ...levels] = filter.split("/");
  if (first === "#") return "";
  if ((first !== "+" && first !== className) || levels.length === 0) return null;
  const isOpen = levels.at(-1) === "#";
  const fixed = (isOpen ? levels.slice(0, -1) : levels).map(patternOfLevel);
  if (isOpen && fixed.length === 0) return "";
  return `^${fixed.join("/")}${isOpen ? "(/|$)" : "$"}`;
}

const patternOfLevel = (level: string) =>
  level === "+" ? "[^/]*" : level.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

const READABLE = `
  SELECT topic.id, class.slug || '/' || topic.path AS topic FROM class
  JOIN membership ON membership.class_id = class.id AND user_id = $2::uuid AND suspended_at IS NULL
  JOIN topic ON topic.class_id = class.id
  LEFT JOIN kit ON kit.id = topic.kit_id
  WHERE class.slug = $1
    AND ($3::text IS NULL OR kit.slug = $3)
    AND (topic.kit_id IS NULL OR role = 'instructor' OR NOT private_kits OR owner_id = user_id)`;

const NAMES = ofTopics("readable-topics", (readable) => readable);

const WITH_KEPT = ofTopics(
  "drawable-topics",
  (readable) => `
  SELECT id, topic, EXISTS (
    SELECT FROM rollup
    WHERE topic_id = found.id AND field = $5::text AND kept
      AND hour > to_timestamp(($6::float8 - 3600000) / 1000) AND hour < to_timestamp($7::float8 / 1000)
  ) AS "hasKept"
  FROM (${readable}) AS found`,
);
