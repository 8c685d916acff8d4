import type { Actor } from "../contract/actor";
import { db, pool } from "./client";
import { readableIds } from "./readable-topics";
import { noTopic, readableTopics } from "./scope";

/** Keeps that somebody follows a topic that they may read; following twice is following once. Throws `not-found`. */
export async function follow(actor: Actor, className: string, path: string): Promise<void> {
  const [id] = (await readableIds(actor, className, `${className}/${path}`)).keys();
  if (id === undefined) throw noTopic();
  await pool().query({ name: "follow", text: FOLLOW, values: [actor.id, id] });
}

/** A topic that was deleted a moment ago is followed by nobody. */
const FOLLOW = `
  INSERT INTO subscription (user_id, topic_id) SELECT $1::uuid, id FROM topic WHERE id = $2
  ON CONFLICT DO NOTHING`;

/** Ends it; not to have followed is no error. */
export async function unfollow(actor: Actor, className: string, path: string): Promise<void> {
  await db().subscription.deleteMany({
    where: { userId: actor.id, topic: { path, class: { slug: className } } },
  });
}

/** The topics of a class that somebody follows and may read, in the order of their names. */
export async function followedTopics(actor: Actor, className: string): Promise<string[]> {
  const rows = await db().subscription.findMany({
    where: { userId: actor.id, topic: readableTopics(actor, className) },
    select: { topic: { select: { path: true } } },
    orderBy: { topic: { path: "asc" } },
  });
  return rows.map(({ topic }) => `${className}/${topic.path}`);
}

/** How many follow a topic. */
export async function countFollowers(topicId: number): Promise<number> {
  return db().subscription.count({ where: { topicId } });
}
