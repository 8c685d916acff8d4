import type { Actor } from "../contract/actor";
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
  const exact = filter !== undefined && !hasWildcard(filter);
  const path = exact ? pathIn(className, filter) : null;
  if (exact && path === null) return new Map();
  const { class: only, kit } = actor.scope ?? { class: null, kit: null };
  if (only !== null && only !== className) return new Map();
  const asked = [className, actor.id, kit];
  const rows = exact ? await readRows<Row>(ONE, [...asked, path]) : await readRows<Row>(ALL, asked);
  const named = rows.map(({ id, path: found }) => [id, `${className}/${found}`] as const);
  return new Map(named.filter(([, topic]) => filter === undefined || matches(filter, topic)));
}

type Row = { id: number; path: string };

/** A topic's path in that class; null where it is of another one. PostgreSQL's text knows no NUL. */
function pathIn(className: string, topic: string): string | null {
  const inClass = topic.startsWith(`${className}/`) && !topic.includes("\0");
  return inClass ? topic.slice(className.length + 1) : null;
}

const READABLE = `
  SELECT topic.id, topic.path FROM class
  JOIN membership ON membership.class_id = class.id AND user_id = $2::uuid AND suspended_at IS NULL
  JOIN topic ON topic.class_id = class.id
  LEFT JOIN kit ON kit.id = topic.kit_id
  WHERE class.slug = $1
    AND ($3::text IS NULL OR kit.slug = $3)
    AND (topic.kit_id IS NULL OR role = 'instructor' OR NOT private_kits OR owner_id = user_id)`;

const ALL = { name: "readable-topics", text: READABLE };
const ONE = { name: "readable-topic", text: `${READABLE} AND topic.path = $4` };
