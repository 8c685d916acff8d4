import type { Actor } from "../contract/actor";
import type { FilePerson, WholeClass } from "../contract/class-file";
import { Refusal } from "../contract/refusal";
import type { Class } from "../contract/shapes";
import { foldName } from "../contract/text";
import { findTopicParts } from "../contract/topic";
import { audit } from "./audit";
import { CLASS_FIELDS, classShape } from "./class-shape";
import { findUsername, freeClassSlug } from "./classes";
import { db, isUniqueViolation } from "./client";
import { newJoinCode } from "./codes";
import { restoringFact } from "./restore-sweep";
import { LONG, type Tx } from "./scope";

/** A class that is being restored: nobody is in it before it is whole. Its topics by their paths. */
export type Half = {
  id: string;
  slug: string;
  topics: ReadonlyMap<string, { id: number; backfill: boolean }>;
};

const TRIES = 12;
/** Rows of one statement. */
const CHUNK = 1000;

/**
 * Makes the class of a file, under its short name or the next one that is free, with its kits (who have new keys, and
 * no owner yet) and topics. What is there is marked, so that it is swept up should this never end.
 */
export async function beginRestore({ about, kits, topics }: WholeClass): Promise<Half> {
  for (let tries = 0; tries < TRIES; tries++) {
    const slug = await freeClassSlug(about.class.slug);
    const tooLong = topics.find(({ path }) => !findTopicParts(`${slug}/${path}`));
    if (tooLong)
      throw new Refusal("bad-input", `The topic ${slug}/${tooLong.path} is too long under this new name.`);
    try {
      return await db().$transaction(async (tx) => {
        const { id } = await tx.class.create({
          data: {
            slug,
            name: about.class.name,
            joinCode: newJoinCode(),
            joinOpen: false,
            ...columnsOf(about),
          },
          select: { id: true },
        });
        await tx.fact.create({ data: { name: restoringFact(id), value: id } });
        const ids = await insertKits(tx, id, kits);
        await insertTopics(tx, id, topics, ids);
        return { id, slug, topics: await topicsOf(tx, id) };
      }, LONG);
    } catch (error) {
      // Somebody took the slug or the code a moment ago.
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw new Refusal("unavailable", "Too many classes are being made at once. Try again.");
}

function columnsOf({ class: { settings } }: WholeClass["about"]) {
  const { limits, ...rights } = settings;
  return {
    ...rights,
    maxMembers: limits.members,
    maxKits: limits.kits,
    maxTopics: limits.topics,
    messagesPerSecond: limits.messagesPerSecond,
    historyDays: limits.historyDays,
    summaryDays: limits.summaryDays,
  };
}

async function insertKits(
  tx: Tx,
  classId: string,
  kits: WholeClass["kits"],
): Promise<ReadonlyMap<string, string>> {
  const made = await tx.kit.createManyAndReturn({
    data: kits.map(({ owner: _, lastSeenAt, createdAt, ...kit }) => ({
      ...kit,
      classId,
      lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt),
      createdAt: new Date(createdAt),
    })),
    select: { id: true, slug: true },
  });
  return new Map(made.map(({ id, slug }) => [slug, id]));
}

async function insertTopics(
  tx: Tx,
  classId: string,
  topics: WholeClass["topics"],
  kitIds: ReadonlyMap<string, string>,
): Promise<void> {
  for (let from = 0; from < topics.length; from += CHUNK)
    await tx.topic.createMany({
      data: topics.slice(from, from + CHUNK).map(({ createdAt, ...topic }) => ({
        ...topic,
        classId,
        kitId: kitIds.get(topic.path.split("/", 1)[0] ?? "") ?? null, // of the board: none
        createdAt: new Date(createdAt),
      })),
    });
}

async function topicsOf(tx: Tx, classId: string): Promise<Half["topics"]> {
  const rows = await tx.topic.findMany({
    where: { classId },
    select: { id: true, path: true, backfill: true },
  });
  return new Map(rows.map(({ path, ...topic }) => [path, topic]));
}

/** An account to be made: nobody knows a password that its hash is of, until an instructor gives a new one. */
export type Returning = FilePerson & { username: string; passwordHash: string };

/** The class is whole: the asker instructs it, these people are its students again, and kits have their owners. */
export async function endRestore(
  actor: Actor,
  { id: classId }: Half,
  { about, kits, people }: Pick<WholeClass, "about" | "kits"> & { people: readonly Returning[] },
): Promise<{ class: Class; members: number }> {
  const own = await findUsername(actor);
  return db().$transaction(async (tx) => {
    const others = people.filter(({ username }) => foldName(username) !== own.usernameKey);
    const ids = await insertPeople(tx, classId, others);
    await tx.membership.create({ data: { classId, userId: actor.id, role: "instructor", ...own } });
    for (const name of [own.username, actor.email]) if (name != null) ids.set(name, actor.id);
    await giveKits(tx, classId, kits, ids);
    await tx.fact.delete({ where: { name: restoringFact(classId) } });
    await audit(tx, { classId, by: actor, action: "class.imported", about: { name: about.class.slug } });
    const row = await tx.class.findUniqueOrThrow({ where: { id: classId }, select: CLASS_FIELDS });
    return { class: classShape(row, "instructor"), members: others.length + 1 };
  }, LONG);
}

/** Answers their ids by user name. */
async function insertPeople(
  tx: Tx,
  classId: string,
  people: readonly Returning[],
): Promise<Map<string, string>> {
  const made = await tx.user.createManyAndReturn({
    data: people.map(({ name, passwordHash }) => ({ name, passwordHash })),
    select: { id: true, passwordHash: true },
  });
  const byHash = new Map(made.map(({ id, passwordHash }) => [passwordHash, id])); // each is random
  const ids = new Map(people.map(({ username, passwordHash }) => [username, byHash.get(passwordHash) ?? ""]));
  await tx.membership.createMany({
    data: people.map(({ username, suspendedAt }) => ({
      classId,
      userId: ids.get(username) ?? "",
      role: "student" as const,
      username,
      usernameKey: foldName(username),
      suspendedAt: suspendedAt === null ? null : new Date(suspendedAt),
    })),
  });
  return ids;
}

async function giveKits(
  tx: Tx,
  classId: string,
  kits: WholeClass["kits"],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const owned = kits.flatMap(({ slug, owner }) => {
    const id = owner === null ? undefined : ids.get(owner);
    return id === undefined ? [] : [{ slug, id }];
  });
  await tx.$executeRaw`
    UPDATE kit SET owner_id = given.id
    FROM unnest(${owned.map(({ slug }) => slug)}::text[], ${owned.map(({ id }) => id)}::uuid[]) AS given (slug, id)
    WHERE kit.class_id = ${classId}::uuid AND kit.slug = given.slug`;
}
