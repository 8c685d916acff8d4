import type { Actor } from "../contract/actor";
import { bucketStart, HOUR } from "../contract/buckets";
import { oncePerProcess } from "../once";
import { audit } from "./audit";
import { db, pool } from "./client";
import { FIELD_NAMES, holdHours, nextSlice, type Slice } from "./history-slices";
import { deleteKeptSums } from "./kept-sums";
import { lockClassOf, manageableTopics, type Tx } from "./scope";
import { transaction } from "./transaction";
import { type Turns, turnsOf } from "./turns";

/**
 * Deletes all that was stored of these topics: messages, the numbers in them, and their rollups. No hour is summed up
 * meanwhile, which would keep sums of what is gone.
 */
export async function deleteHistory(tx: Tx, topics: readonly { id: number }[]): Promise<void> {
  const ids = topics.map(({ id }) => id);
  await tx.$executeRaw`LOCK TABLE rollup IN SHARE ROW EXCLUSIVE MODE`;
  await tx.$executeRaw`DELETE FROM message WHERE topic_id = ANY (${ids}::int[])`;
  await tx.$executeRaw`DELETE FROM field_value WHERE topic_id = ANY (${ids}::int[])`;
  await tx.$executeRaw`DELETE FROM rollup WHERE topic_id = ANY (${ids}::int[])`;
  await tx.$executeRaw`DELETE FROM history_size WHERE topic_id = ANY (${ids}::int[])`;
}

/** One of these topics that somebody may not manage; null where they may manage all. */
export async function findUnmanageable(
  actor: Actor,
  className: string,
  ids: readonly number[],
): Promise<number | null> {
  const rows = await db().topic.findMany({ where: manageableTopics(actor, className), select: { id: true } });
  const manageable = new Set(rows.map(({ id }) => id));
  return ids.find((id) => !manageable.has(id)) ?? null;
}

/** Writes down that history is about to be deleted: slices of it go one by one, and none shall go unlisted. */
export async function auditRemoval(
  actor: Actor,
  className: string,
  { topic, before }: { topic?: string | undefined; before?: number | undefined },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockClassOf(tx, actor, className, "member");
    const about = { name: topic ?? `${className}/#` };
    const detail = before === undefined ? null : new Date(before).toISOString();
    await audit(tx, { classId, by: actor, action: "history.deleted", about, detail });
  });
}

/**
 * Deletes what these topics have from before a time (milliseconds), or all that there was when this began: messages,
 * their numbers and sums. A slice at a time, each whole in itself: what is left is right at any moment, and nobody
 * who writes waits. Answers how many messages went.
 */
export async function removeMessages(topicIds: readonly number[], before: number | null): Promise<number> {
  return turns()(async () => {
    let removed = 0;
    for (const { id, until } of await removable(topicIds, before)) removed += await removeOf(id, until);
    await deleteKeptSums(topicIds, before);
    return removed;
  });
}

/** One removal after the other, so that they never hold the connections that messages are stored with. */
const shared = oncePerProcess<Turns>("removal-turns");

function turns(): Turns {
  const found = shared.find() ?? turnsOf(1);
  shared.set(found);
  return found;
}

async function removeOf(topicId: number, until: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const slice = await nextSlice(topicId, until);
    if (!slice) return removed;
    removed += await removeSlice(slice);
  }
}

/** The topics that have such messages, and the end of what is to go, excluded. */
async function removable(topicIds: readonly number[], before: number | null) {
  const { rows } = await pool().query<{ id: number; until: number }>(
    `SELECT wanted.id, (extract(epoch FROM newest.at) * 1000)::float8 + 1 AS until FROM unnest($1::int[]) AS wanted (id)
     CROSS JOIN LATERAL (
       SELECT at FROM message
       WHERE topic_id = wanted.id AND at < COALESCE(to_timestamp($2::float8 / 1000), 'infinity')
       ORDER BY at DESC LIMIT 1
     ) AS newest`,
    [topicIds, before],
  );
  return rows;
}

function removeSlice(slice: Slice): Promise<number> {
  return transaction(async (client) => {
    await holdHours(client, slice);
    const whole = bucketStart(slice.to, HOUR);
    const times = [slice.from, slice.to, whole].map((at) => new Date(at));
    const { rowCount } = await client.query(REMOVE, [slice.topicId, ...times]);
    return rowCount ?? 0;
  });
}

/** $1 the topic, $2 and $3 the slice, $4 the end of its whole hours: one that is cut in two is summed up again. */
const REMOVE = `
  WITH ${FIELD_NAMES}, sums AS (
    DELETE FROM rollup WHERE topic_id = $1 AND hour >= $2 AND hour < $4
  ), sizes AS (
    DELETE FROM history_size WHERE topic_id = $1 AND hour >= $2 AND hour < $4
  ), reopened AS (
    UPDATE history_hour SET rolled = false WHERE rolled AND hour = $4 AND hour < $3
  ), numbers AS (
    DELETE FROM field_value
    WHERE topic_id = $1 AND field = ANY (ARRAY(SELECT field FROM names)) AND at >= $2 AND at < $3
  )
  DELETE FROM message WHERE topic_id = $1 AND at >= $2 AND at < $3`;
