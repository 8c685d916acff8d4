import type pg from "pg";
import { Refusal } from "../contract/refusal";
import type { TopicParts } from "../contract/topic";
import { pool } from "./client";

/** A topic as the live parts need it, whoever asks. `id` is null for `status` and `errors`, which are not history. */
export type KnownTopic = {
  id: number | null;
  classId: string;
  /** Days that a reading may say it is old; 0 where the topic takes none from the past. */
  backfillDays: number;
  kit: { id: string; ownerId: string | null; shareControl: boolean } | null;
};

type Row = {
  class_id: string;
  archived: boolean;
  declare_first: boolean;
  max_topics: number;
  kit_id: string | null;
  owner_id: string | null;
  share_control: boolean | null;
  topic_id: number | null;
  backfill_days: number;
};

/** The topic as the database has it; null where it, its kit or its class is unknown. */
export async function findTopic(parts: TopicParts): Promise<KnownTopic | null> {
  const place = await findPlace(pool(), parts);
  if (!place) return null;
  const known = knownTopic(place);
  return place.topic_id !== null || isBuiltIn(parts) ? known : null;
}

/** The kit's facts for the policy; null where there is no such kit. */
export async function findKitFacts(className: string, kit: string): Promise<KnownTopic["kit"]> {
  const { rows } = await pool().query<{ id: string; owner_id: string | null; share_control: boolean }>(
    `SELECT k.id, k.owner_id, k.share_control FROM kit k JOIN class c ON c.id = k.class_id
     WHERE c.slug = $1 AND k.slug = $2`,
    [className, kit],
  );
  const row = rows[0];
  return row ? { id: row.id, ownerId: row.owner_id, shareControl: row.share_control } : null;
}

/**
 * The topic, registered now where it was unknown (docs/protocol.md, "MQTT"). Throws `not-found` where there is no
 * such kit or class, or the class declares its topics first, and `limit-reached` at the class's number of topics.
 */
export async function requireTopic(parts: TopicParts): Promise<KnownTopic> {
  return (await findTopic(parts)) ?? (await registerTopic(parts));
}

async function registerTopic(parts: TopicParts): Promise<KnownTopic> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const registered = await registerWithin(client, parts);
    await client.query("COMMIT");
    return registered;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function registerWithin(client: pg.PoolClient, parts: TopicParts): Promise<KnownTopic> {
  // The class's row is the lock under which topics are counted.
  await client.query("SELECT 1 FROM class WHERE slug = $1 FOR UPDATE", [parts.class]);
  const place = await findPlace(client, parts);
  if (!place || place.archived) throw notFound(parts.topic);
  if (place.topic_id !== null) return knownTopic(place);
  if (place.declare_first) throw notFound(parts.topic);
  const { rows: counted } = await client.query<{ topics: number }>(
    "SELECT count(*)::int AS topics FROM topic WHERE class_id = $1",
    [place.class_id],
  );
  if ((counted[0]?.topics ?? 0) >= place.max_topics) {
    throw new Refusal("limit-reached", `The class has its ${place.max_topics} topics.`);
  }
  const { rows } = await client.query<{ id: number }>(
    "INSERT INTO topic (class_id, kit_id, path) VALUES ($1, $2, $3) RETURNING id",
    [place.class_id, place.kit_id, parts.path],
  );
  return { ...knownTopic(place), id: rows[0]?.id ?? null };
}

async function findPlace(client: Pick<pg.PoolClient, "query">, parts: TopicParts): Promise<Row | null> {
  const { rows } = await client.query<Row>(
    `SELECT c.id AS class_id, c.archived_at IS NOT NULL AS archived, c.declare_first, c.max_topics,
            k.id AS kit_id, k.owner_id, k.share_control, t.id AS topic_id,
            CASE WHEN t.backfill THEN c.history_days ELSE 0 END AS backfill_days
     FROM class c
     LEFT JOIN kit k ON k.class_id = c.id AND k.slug = $2
     LEFT JOIN topic t ON t.class_id = c.id AND t.path = $3
     WHERE c.slug = $1 AND ($2::text IS NULL OR k.id IS NOT NULL)`,
    [parts.class, parts.kit, parts.path],
  );
  return rows[0] ?? null;
}

function knownTopic(row: Row): KnownTopic {
  const kit =
    row.kit_id === null
      ? null
      : { id: row.kit_id, ownerId: row.owner_id, shareControl: row.share_control ?? false };
  return { id: row.topic_id, classId: row.class_id, backfillDays: row.backfill_days, kit };
}

/** Every kit has these without anybody registering them. */
function isBuiltIn({ kind }: TopicParts): boolean {
  return kind === "status" || kind === "errors";
}

function notFound(topic: string): Refusal {
  return new Refusal("not-found", `There is no topic ${topic}.`);
}
