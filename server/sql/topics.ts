import type { Actor } from "../contract/actor";
import { httpMessage } from "../contract/message";
import type { Page, Topic } from "../contract/shapes";
import { findTopicParts, type TopicParts } from "../contract/topic";
import { audit } from "./audit";
import { db, unlessTaken } from "./client";
import { deleteHistory } from "./history-removal";
import { type LastMessage, lastMessages } from "./messages";
import { afterName, type PageAsked, pageOf } from "./pages";
import {
  LONG,
  lockClassOf,
  manageableTopics,
  managedBy,
  noKit,
  noTopic,
  readableTopics,
  requireRoom,
} from "./scope";

const FIELDS = {
  id: true,
  path: true,
  label: true,
  unit: true,
  backfill: true,
  createdAt: true,
  class: { select: { slug: true } },
  kit: { select: { slug: true } },
} as const;

type Row = {
  id: number;
  path: string;
  label: string | null;
  unit: string | null;
  backfill: boolean;
  createdAt: Date;
  class: { slug: string };
  kit: { slug: string } | null;
};

/** The topics of a class that somebody may read, of one kit where it is named, in the order of their paths. */
export async function topicsOf(
  actor: Actor,
  className: string,
  { kit, ...page }: PageAsked & { kit?: string | undefined },
): Promise<Page<Topic>> {
  const after = afterName(page);
  const rows = await db().topic.findMany({
    where: {
      ...readableTopics(actor, className),
      path: {
        ...(kit === undefined ? {} : { startsWith: `${kit}/` }),
        ...(after === null ? {} : { gt: after }),
      },
    },
    orderBy: { path: "asc" },
    take: page.limit + 1,
    select: FIELDS,
  });
  const shapes = await shapesOf(rows.slice(0, page.limit));
  return pageOf(rows, page, { key: ({ path }) => [path], shape: ({ id }) => requireShape(shapes, id) });
}

/** A topic that somebody may read, by its path after the class; null where there is none for them. */
export async function findTopic(actor: Actor, className: string, path: string): Promise<Topic | null> {
  if (!findTopicParts(`${className}/${path}`)) return null; // PostgreSQL knows no U+0000
  const row = await db().topic.findFirst({
    where: { ...readableTopics(actor, className), path },
    select: FIELDS,
  });
  return row && requireShape(await shapesOf([row]), row.id);
}

/** The same; throws `not-found`. */
export async function requireTopic(actor: Actor, className: string, path: string): Promise<Topic> {
  const topic = await findTopic(actor, className, path);
  if (!topic) throw noTopic();
  return topic;
}

export type TopicChange = {
  label?: string | null | undefined;
  unit?: string | null | undefined;
  backfill?: boolean | undefined;
};

/**
 * Declares a topic of a kit that the asker may manage, or of the class's board. Throws `already-taken`,
 * `limit-reached`, and `not-found` where there is no such kit.
 */
export async function createTopic(
  actor: Actor,
  { topic, class: className, kit, path }: TopicParts,
  { label = null, unit = null, backfill = false }: TopicChange,
): Promise<Topic> {
  return unlessTaken(`The topic ${topic} is registered already.`, () =>
    db().$transaction(async (tx) => {
      const { id: classId, maxTopics } = await lockClassOf(tx, actor, className, "member");
      const owned =
        kit === null
          ? null
          : await tx.kit.findFirst({
              where: { classId, slug: kit, ...managedBy(actor) },
              select: { id: true },
            });
      if (kit !== null && !owned) throw noKit();
      requireRoom(await tx.topic.count({ where: { classId } }), maxTopics, "topics");
      const row = await tx.topic.create({
        data: { classId, kitId: owned?.id ?? null, path, label, unit, backfill },
        select: FIELDS,
      });
      return topicShape(row, null);
    }),
  );
}

/** Changes what is known of a topic that somebody may manage; throws `not-found`. */
export async function changeTopic(
  actor: Actor,
  className: string,
  path: string,
  { label, unit, backfill }: TopicChange,
): Promise<Topic> {
  const { count } = await db().topic.updateMany({
    where: { path, ...manageableTopics(actor, className) },
    data: {
      ...(label === undefined ? {} : { label }),
      ...(unit === undefined ? {} : { unit }),
      ...(backfill === undefined ? {} : { backfill }),
    },
  });
  if (count === 0) throw noTopic();
  return requireTopic(actor, className, path);
}

/** Deletes a topic that somebody may manage, with its messages; throws `not-found`. */
export async function deleteTopic(actor: Actor, className: string, path: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockClassOf(tx, actor, className, "member");
    const topic = await tx.topic.findFirst({
      where: { path, ...manageableTopics(actor, className) },
      select: { id: true },
    });
    if (!topic) throw noTopic();
    await deleteHistory(tx, [topic]);
    await tx.topic.delete({ where: { id: topic.id } });
    await audit(tx, { classId, by: actor, action: "topic.removed", about: { name: path } });
  }, LONG);
}

async function shapesOf(rows: readonly Row[]): Promise<Map<number, Topic>> {
  const last = await lastMessages(rows.map(({ id }) => id));
  return new Map(rows.map((row) => [row.id, topicShape(row, last.get(row.id) ?? null)]));
}

function requireShape(shapes: ReadonlyMap<number, Topic>, id: number): Topic {
  const shape = shapes.get(id);
  if (!shape) throw new Error(`topic ${id} was read and not shaped`);
  return shape;
}

function topicShape(row: Row, last: LastMessage | null): Topic {
  const topic = `${row.class.slug}/${row.path}`;
  return {
    topic,
    stream: findTopicParts(topic)?.stream ?? row.path,
    kit: row.kit?.slug ?? null,
    label: row.label,
    unit: row.unit,
    backfill: row.backfill,
    last: last && httpMessage({ topic, ...last }),
    createdAt: row.createdAt.getTime(),
  };
}

/** Whether the broker keeps a retained message of this topic, its whole name. */
export async function isRetained(topic: string): Promise<boolean> {
  return (await db().retained.count({ where: { topic } })) > 0;
}
