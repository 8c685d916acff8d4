import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Kit, Page } from "../contract/shapes";
import { SHARED } from "../contract/topic";
import { type AuditWish, audit, auditedMember } from "./audit";
import { db, unlessTaken } from "./client";
import { deleteHistory } from "./history-removal";
import type { KeyOrigin } from "./kit-keys";
import { KIT_FIELDS, kitShape } from "./kit-shape";
import { afterName, type PageAsked, pageOf } from "./pages";
import {
  archivedClass,
  instructedBy,
  LONG,
  type LockedClass,
  lockClassOf,
  managedBy,
  noKit,
  readableBy,
  requireRoom,
  type Tx,
} from "./scope";
import { freeSlug, stemOf, wishedSlug } from "./slugs";

/** The kits of a class that somebody may read, in the order of their slugs. */
export async function kitsOf(actor: Actor, className: string, page: PageAsked): Promise<Page<Kit>> {
  const after = afterName(page);
  const rows = await db().kit.findMany({
    where: {
      class: { slug: className },
      ...readableBy(actor),
      ...(after === null ? {} : { slug: { gt: after } }),
    },
    orderBy: { slug: "asc" },
    take: page.limit + 1,
    select: KIT_FIELDS,
  });
  return pageOf(rows, page, { key: ({ slug }) => [slug], shape: kitShape });
}

/** A kit that somebody may read, or null: none, of another class, or private to somebody else. */
export async function findKit(actor: Actor, className: string, slug: string): Promise<Kit | null> {
  const row = await db().kit.findFirst({
    where: { slug, class: { slug: className }, ...readableBy(actor) },
    select: KIT_FIELDS,
  });
  return row && kitShape(row);
}

/** The same; throws `not-found`. */
export async function requireKit(actor: Actor, className: string, slug: string): Promise<Kit> {
  const kit = await findKit(actor, className, slug);
  if (!kit) throw noKit();
  return kit;
}

export type KitWish = { name: string; slug?: string | undefined; owner?: string | null | undefined };

/**
 * Makes a kit in a class that the asker is in; it is theirs unless an instructor says whose it is. Without a slug
 * one is made of the name. Throws `already-taken`, `limit-reached` and, for an owner who is no member, `bad-input`.
 */
export async function createKit(
  actor: Actor,
  className: string,
  { name, slug, owner }: KitWish,
): Promise<{ kit: Kit; key: KeyOrigin }> {
  return unlessTaken(`This class has a kit ${slug ?? name} already. Choose another name.`, () =>
    db().$transaction(async (tx) => {
      const as = owner === undefined ? "member" : "instructor";
      const locked = await lockClassOf(tx, actor, className, as);
      if (locked.archivedAt !== null) throw archivedClass();
      requireRoom(await tx.kit.count({ where: { classId: locked.id } }), locked.maxKits, "kits");
      if (owner) await requireOwner(tx, locked.id, owner);
      const row = await tx.kit.create({
        data: {
          classId: locked.id,
          slug: slug ?? (await freeKitSlug(tx, locked, name)),
          name,
          ownerId: owner === undefined ? actor.id : owner,
        },
        select: KIT_FIELDS,
      });
      await audit(tx, { classId: locked.id, by: actor, action: "kit.created", about: { name: row.slug } });
      return { kit: kitShape(row), key: row };
    }),
  );
}

async function freeKitSlug(tx: Tx, { id: classId }: LockedClass, name: string): Promise<string> {
  const wished = wishedSlug(name, "kit");
  const rows = await tx.kit.findMany({
    where: { classId, slug: { startsWith: stemOf(wished) } },
    select: { slug: true },
  });
  return freeSlug(wished, new Set([SHARED, ...rows.map(({ slug }) => slug)]));
}

async function requireOwner(tx: Tx, classId: string, userId: string): Promise<void> {
  if ((await tx.membership.count({ where: { classId, userId } })) > 0) return;
  const message = "not a member of this class";
  throw new Refusal("bad-input", "The owner has to be a member of this class.", {
    errors: [{ field: "owner", message }],
  });
}

export type KitChange = {
  name?: string | undefined;
  shareControl?: boolean | undefined;
  owner?: string | null | undefined;
};

/** Changes a kit that is the asker's or of a class they instruct; whose it is only the latter, and what its last owner knew ends: history stays, the key changes. Throws `not-found`. */
export async function changeKit(
  actor: Actor,
  className: string,
  slug: string,
  { name, shareControl, owner }: KitChange,
): Promise<Kit> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockClassOf(tx, actor, className, "member");
    if (owner) await requireOwner(tx, classId, owner);
    const known = owner === undefined ? false : await hasAnotherOwner(tx, { classId, slug }, owner);
    const { count } = await tx.kit.updateMany({
      where: {
        classId,
        slug,
        ...managedBy(actor),
        ...(owner === undefined ? {} : { class: instructedBy(actor) }),
      },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(shareControl === undefined ? {} : { shareControl }),
        ...(owner === undefined ? {} : { ownerId: owner }),
        ...(known ? { keyVersion: { increment: 1 } } : {}),
      },
    });
    if (count === 0) throw noKit();
    if (owner !== undefined) await auditOwner(tx, { classId, by: actor }, slug, owner);
  });
  return requireKit(actor, className, slug);
}

/** Whether somebody else than this one has the kit, and so knows its key. */
async function hasAnotherOwner(
  tx: Tx,
  kit: { classId: string; slug: string },
  owner: string | null,
): Promise<boolean> {
  const row = await tx.kit.findUnique({ where: { classId_slug: kit }, select: { ownerId: true } });
  return row != null && row.ownerId !== null && row.ownerId !== owner;
}

/** Whose a kit has become; nobody's where there is no detail. */
async function auditOwner(
  tx: Tx,
  { classId, by }: Pick<AuditWish, "classId" | "by">,
  slug: string,
  owner: string | null,
): Promise<void> {
  const member =
    owner === null
      ? null
      : await tx.membership.findUnique({
          where: { classId_userId: { classId, userId: owner } },
          select: { username: true, user: { select: { id: true, name: true } } },
        });
  const named = member && auditedMember({ ...member.user, username: member.username });
  const about = { ...(owner === null ? {} : { id: owner }), name: slug };
  await audit(tx, { classId, by, action: "kit.handed-on", about, detail: named?.name ?? null });
}

/** Deletes a kit with its topics and their messages; throws `not-found`. Its traces at the broker remain to be dropped. */
export async function deleteKit(actor: Actor, className: string, slug: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockClassOf(tx, actor, className, "member");
    const kit = await tx.kit.findFirst({
      where: { classId, slug, ...managedBy(actor) },
      select: { id: true },
    });
    if (!kit) throw noKit();
    await deleteHistory(tx, await tx.topic.findMany({ where: { kitId: kit.id }, select: { id: true } }));
    await tx.kit.delete({ where: { id: kit.id } });
    await audit(tx, { classId, by: actor, action: "kit.removed", about: { name: slug } });
  }, LONG);
}
