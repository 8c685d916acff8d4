import type { Actor } from "../contract/actor";
import {
  CLASS_FILE,
  type FileKit,
  type FilePerson,
  type FileTopic,
  type WholeClass,
} from "../contract/class-file";
import { audit } from "./audit";
import { CLASS_FIELDS, classShape } from "./class-shape";
import { db } from "./client";
import { instructedBy, LONG, noClass, type Tx } from "./scope";

/**
 * Reads a class that the asker instructs, but for its messages, as it is at one moment, and writes down that it was
 * taken away. Throws `not-found`.
 */
export async function readWholeClass(actor: Actor, slug: string): Promise<WholeClass> {
  return db().$transaction(
    async (tx) => {
      const row = await tx.class.findFirst({
        where: { slug, ...instructedBy(actor) },
        select: CLASS_FIELDS,
      });
      if (!row) throw noClass();
      await audit(tx, { classId: row.id, by: actor, action: "class.exported" });
      const { name, createdAt, settings } = classShape(row, "instructor");
      return {
        about: { ...CLASS_FILE, exportedAt: Date.now(), class: { slug, name, createdAt, settings } },
        roster: await rosterOf(tx, row.id),
        kits: await kitsOf(tx, row.id),
        topics: await topicsOf(tx, row.id),
      };
    },
    { ...LONG, isolationLevel: "RepeatableRead" },
  );
}

async function rosterOf(tx: Tx, classId: string): Promise<FilePerson[]> {
  const rows = await tx.membership.findMany({
    where: { classId },
    orderBy: { userId: "asc" },
    select: {
      username: true,
      role: true,
      suspendedAt: true,
      user: { select: { name: true, email: true, lastSeenAt: true } },
    },
  });
  return rows.map(({ username, role, suspendedAt, user: { name, email, lastSeenAt } }) => ({
    username,
    name,
    role,
    email,
    suspendedAt: timeOf(suspendedAt),
    lastSeenAt: timeOf(lastSeenAt),
  }));
}

async function kitsOf(tx: Tx, classId: string): Promise<FileKit[]> {
  const rows = await tx.kit.findMany({
    where: { classId },
    orderBy: { slug: "asc" },
    select: {
      slug: true,
      name: true,
      shareControl: true,
      lastSeenAt: true,
      createdAt: true,
      owner: {
        select: { email: true, memberships: { where: { classId }, select: { username: true } } },
      },
    },
  });
  return rows.map(({ owner, lastSeenAt, createdAt, ...kit }) => ({
    ...kit,
    owner: owner && (owner.memberships[0]?.username ?? owner.email),
    lastSeenAt: timeOf(lastSeenAt),
    createdAt: createdAt.getTime(),
  }));
}

async function topicsOf(tx: Tx, classId: string): Promise<FileTopic[]> {
  const rows = await tx.topic.findMany({
    where: { classId },
    orderBy: { path: "asc" },
    select: { path: true, label: true, unit: true, backfill: true, createdAt: true },
  });
  return rows.map(({ createdAt, ...topic }) => ({ ...topic, createdAt: createdAt.getTime() }));
}

const timeOf = (at: Date | null) => at?.getTime() ?? null;
