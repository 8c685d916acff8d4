import type { Actor } from "../contract/actor";
import { db } from "./client";
import { noTopic, readableTopics } from "./scope";

/** Keeps that somebody follows a topic that they may read; following twice is following once. Throws `not-found`. */
export async function follow(actor: Actor, className: string, path: string): Promise<void> {
  const topic = await db().topic.findFirst({
    where: { ...readableTopics(actor, className), path },
    select: { id: true },
  });
  if (!topic) throw noTopic();
  await db().subscription.createMany({
    data: [{ userId: actor.id, topicId: topic.id }],
    skipDuplicates: true,
  });
}

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
