import type pg from "pg";
import { Refusal } from "../contract/refusal";
import type { TopicParts } from "../contract/topic";
import { pool } from "./client";
import { grouped, type Outcome } from "./grouped";
import { transaction } from "./transaction";

/** A topic as the live parts need it, whoever asks. `id` is null for `status` and `errors`, which are not history. */
export type KnownTopic = {
  id: number | null;
  classId: string;
  /** Days that a reading may say it is old; 0 where the topic takes none from the past. */
  backfillDays: number;
  kit: { id: string; slug: string; ownerId: string | null; shareControl: boolean } | null;
};

type Row = {
  class_id: string;
  archived: boolean;
  declare_first: boolean;
  max_topics: number;
  kit_id: string | null;
  kit_slug: string | null;
  owner_id: string | null;
  share_control: boolean | null;
  topic_id: number | null;
  backfill_days: number;
};

/** The topic as the database has it; null where it, its kit or its class is unknown. */
export async function findTopic(parts: TopicParts): Promise<KnownTopic | null> {
  const [row] = await findPlaces(pool(), [parts]);
  return findKnown(parts, row);
}

/** The kit's facts for the policy; null where there is no such kit. */
export async function findKitFacts(className: string, kit: string): Promise<KnownTopic["kit"]> {
  const { rows } = await pool().query<{ id: string; owner_id: string | null; share_control: boolean }>(
    `SELECT k.id, k.owner_id, k.share_control FROM kit k JOIN class c ON c.id = k.class_id
     WHERE c.slug = $1 AND k.slug = $2`,
    [className, kit],
  );
  const row = rows[0];
  return row ? { id: row.id, slug: kit, ownerId: row.owner_id, shareControl: row.share_control } : null;
}

/**
 * The topic, registered now where it was unknown (docs/protocol.md, "MQTT"). Throws `not-found` where there is no
 * such kit or class, or the class declares its topics first, and `limit-reached` at the class's number of topics.
 * What a class asks for at once is one transaction: a school's kits that wake up have hundreds of new topics.
 */
export const requireTopic = grouped<TopicParts, KnownTopic>((parts) => parts.class, requireTopics);

/** Topics of one class, in their order. */
async function requireTopics(asked: readonly TopicParts[]): Promise<Outcome<KnownTopic>[]> {
  const rows = await findPlaces(pool(), asked);
  const found = asked.map((parts, index) => findKnown(parts, rows[index]));
  if (found.every((known) => known !== null)) return found.map((value) => ({ value }));
  return transaction((client) => registerWithin(client, asked));
}

async function registerWithin(
  client: pg.PoolClient,
  asked: readonly TopicParts[],
): Promise<Outcome<KnownTopic>[]> {
  // The class's row is the lock under which topics are counted.
  await client.query("SELECT 1 FROM class WHERE slug = $1 FOR UPDATE", [asked[0]?.class]);
  const rows = await findPlaces(client, asked);
  const fresh = new Map<string, Row>();
  for (const [index, parts] of asked.entries()) {
    const row = rows[index];
    if (row && isRegistrable(parts, row)) fresh.set(parts.path, row);
  }
  const ids = fresh.size > 0 ? await insertTopics(client, fresh) : new Map<string, number>();
  return asked.map((parts, index) => outcomeOf(parts, rows[index], ids));
}

function isRegistrable(parts: TopicParts, row: Row): boolean {
  return findKnown(parts, row) === null && !row.archived && !row.declare_first;
}

/** Registers topics of one class by their paths, as many of the first as it has room for; answers their ids. */
async function insertTopics(
  client: pg.PoolClient,
  fresh: ReadonlyMap<string, Row>,
): Promise<Map<string, number>> {
  const [first] = fresh.values();
  const { rows: counted } = await client.query<{ topics: number }>(
    "SELECT count(*)::int AS topics FROM topic WHERE class_id = $1",
    [first?.class_id],
  );
  const room = Math.max(0, (first?.max_topics ?? 0) - (counted[0]?.topics ?? 0));
  const fitting = [...fresh].slice(0, room);
  const { rows } = await client.query<{ id: number; path: string }>(
    `INSERT INTO topic (class_id, kit_id, path)
     SELECT $1, given.kit_id, given.path FROM unnest($2::uuid[], $3::text[]) AS given (kit_id, path)
     RETURNING id, path`,
    [first?.class_id, fitting.map(([, { kit_id }]) => kit_id), fitting.map(([path]) => path)],
  );
  return new Map(rows.map(({ id, path }) => [path, id]));
}

function outcomeOf(
  parts: TopicParts,
  row: Row | undefined,
  registered: ReadonlyMap<string, number>,
): Outcome<KnownTopic> {
  const known = findKnown(parts, row);
  if (known) return { value: known };
  if (!row || !isRegistrable(parts, row)) return { error: notFound(parts.topic) };
  const id = registered.get(parts.path);
  if (id !== undefined) return { value: { ...knownTopic(row), id } };
  return { error: new Refusal("limit-reached", `The class has its ${row.max_topics} topics.`) };
}

/** The row of each, where its class and its kit are there; all are of one class. */
async function findPlaces(
  client: Pick<pg.PoolClient, "query">,
  asked: readonly TopicParts[],
): Promise<(Row | undefined)[]> {
  const values = [asked[0]?.class, asked.map(({ kit }) => kit), asked.map(({ path }) => path)];
  const { rows } = await client.query<Row & { place: number }>({ ...PLACES, values });
  const places: (Row | undefined)[] = asked.map(() => undefined);
  for (const row of rows) places[row.place] = row;
  return places;
}

/** Asked at each subscription: planned once a connection. */
const PLACES = {
  name: "topic-places",
  text: `
    SELECT given.place::int - 1 AS place,
           c.id AS class_id, c.archived_at IS NOT NULL AS archived, c.declare_first, c.max_topics,
           k.id AS kit_id, k.slug AS kit_slug, k.owner_id, k.share_control, t.id AS topic_id,
           CASE WHEN t.backfill THEN c.history_days ELSE 0 END AS backfill_days
    FROM class c
    CROSS JOIN unnest($2::text[], $3::text[]) WITH ORDINALITY AS given (kit, path, place)
    LEFT JOIN kit k ON k.class_id = c.id AND k.slug = given.kit
    LEFT JOIN topic t ON t.class_id = c.id AND t.path = given.path
    WHERE c.slug = $1 AND (given.kit IS NULL OR k.id IS NOT NULL)`,
};

/** The topic that a row tells of; null where it is not registered. */
function findKnown(parts: TopicParts, row: Row | undefined): KnownTopic | null {
  return row && (row.topic_id !== null || isBuiltIn(parts)) ? knownTopic(row) : null;
}

function knownTopic(row: Row): KnownTopic {
  const kit =
    row.kit_id === null || row.kit_slug === null
      ? null
      : {
          id: row.kit_id,
          slug: row.kit_slug,
          ownerId: row.owner_id,
          shareControl: row.share_control ?? false,
        };
  return { id: row.topic_id, classId: row.class_id, backfillDays: row.backfill_days, kit };
}

/** Every kit has these without anybody registering them. */
function isBuiltIn({ kind }: TopicParts): boolean {
  return kind === "status" || kind === "errors";
}

function notFound(topic: string): Refusal {
  return new Refusal("not-found", `There is no topic ${topic}.`);
}
