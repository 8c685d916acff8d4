import type { Actor } from "../contract/actor";
import type { Span } from "../contract/buckets";
import { hasWildcard, matches } from "../contract/topic";
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
  const found = await readable<Found>(NAMES, actor, className, filter);
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
  return readable(WITH_KEPT, actor, className, topic, [field, from, to]);
}

type Found = { id: number; topic: string };
type Statement = { name: string; text: string };
/** For any path, and for the one in $4; `more` follows after that. */
type Statements = { all: Statement; one: Statement };

async function readable<Row extends Found>(
  { all, one }: Statements,
  actor: Actor,
  className: string,
  filter: string | undefined,
  more: readonly unknown[] = [],
): Promise<Row[]> {
  const exact = filter !== undefined && !hasWildcard(filter);
  const path = exact ? pathIn(className, filter) : null;
  if (exact && path === null) return [];
  const { class: only, kit } = actor.scope ?? { class: null, kit: null };
  if (only !== null && only !== className) return [];
  const rows = await readRows<Row>(exact ? one : all, [className, actor.id, kit, path, ...more]);
  return filter === undefined ? rows : rows.filter(({ topic }) => matches(filter, topic));
}

/** A topic's path in that class; null where it is of another one. PostgreSQL's text knows no NUL. */
function pathIn(className: string, topic: string): string | null {
  const inClass = topic.startsWith(`${className}/`) && !topic.includes("\0");
  return inClass ? topic.slice(className.length + 1) : null;
}

const READABLE = `
  SELECT topic.id, class.slug || '/' || topic.path AS topic FROM class
  JOIN membership ON membership.class_id = class.id AND user_id = $2::uuid AND suspended_at IS NULL
  JOIN topic ON topic.class_id = class.id
  LEFT JOIN kit ON kit.id = topic.kit_id
  WHERE class.slug = $1
    AND ($3::text IS NULL OR kit.slug = $3)
    AND (topic.kit_id IS NULL OR role = 'instructor' OR NOT private_kits OR owner_id = user_id)`;

const ANY_PATH = "AND $4::text IS NULL";
const THAT_PATH = "AND topic.path = $4";

const NAMES: Statements = {
  all: { name: "readable-topics", text: `${READABLE} ${ANY_PATH}` },
  one: { name: "readable-topic", text: `${READABLE} ${THAT_PATH}` },
};

const withKept = (which: string) => `
  SELECT id, topic, EXISTS (
    SELECT FROM rollup
    WHERE topic_id = found.id AND field = $5::text AND kept
      AND hour > to_timestamp(($6::float8 - 3600000) / 1000) AND hour < to_timestamp($7::float8 / 1000)
  ) AS "hasKept"
  FROM (${READABLE} ${which}) AS found`;

const WITH_KEPT: Statements = {
  all: { name: "drawable-topics", text: withKept(ANY_PATH) },
  one: { name: "drawable-topic", text: withKept(THAT_PATH) },
};
