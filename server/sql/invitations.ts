import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Class, Invitation, Member, Page } from "../contract/shapes";
import { audit, auditedMember } from "./audit";
import { CLASS_FIELDS, type ClassRow, classShape } from "./class-shape";
import { db, unlessTaken } from "./client";
import { memberShape } from "./members";
import { afterId, type PageAsked, pageOf } from "./pages";
import { instructedBy, lockClass, lockOpenClassOf, requireRoom, type Tx } from "./scope";

/** So many may be open in one class. */
const MOST = 20;

/** Lets whoever has the code become an instructor of a class that the asker instructs, once. Throws `limit-reached`. */
export async function createInvitation(
  actor: Actor,
  slug: string,
  { hash, expiresAt }: { hash: Uint8Array; expiresAt: Date },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, slug);
    await tx.invitation.deleteMany({ where: { classId, expiresAt: { lte: new Date() } } });
    if ((await tx.invitation.count({ where: { classId } })) >= MOST)
      throw new Refusal("limit-reached", `This class has ${MOST} open invitations already.`);
    await tx.invitation.create({
      data: { classId, byId: actor.id, expiresAt, codeHash: Uint8Array.from(hash) },
    });
    await audit(tx, { classId, by: actor, action: "member.invited" });
  });
}

/** The invitations to a class that somebody may still open, the oldest first; their codes are not known any more. */
export async function openInvitations(
  actor: Actor,
  slug: string,
  page: PageAsked,
): Promise<Page<Invitation>> {
  const after = afterId(page);
  const rows = await db().invitation.findMany({
    where: {
      class: { slug, archivedAt: null, ...instructedBy(actor) },
      expiresAt: { gt: new Date() },
      by: { memberships: { some: { class: { slug }, role: "instructor", suspendedAt: null } } },
      ...(after === null ? {} : { id: { gt: after } }),
    },
    select: { id: true, createdAt: true, expiresAt: true, by: { select: { name: true } } },
    orderBy: { id: "asc" },
    take: page.limit + 1,
  });
  return pageOf(rows, page, {
    key: ({ id }) => [id],
    shape: ({ id, by, createdAt, expiresAt }) => ({
      id,
      by: by.name,
      createdAt: createdAt.getTime(),
      expiresAt: expiresAt.getTime(),
    }),
  });
}

/** Ends an invitation to a class that the asker instructs. Throws `not-found` for one that is used or over. */
export async function withdrawInvitation(actor: Actor, slug: string, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, slug);
    const { count } = await tx.invitation.deleteMany({
      where: { id, classId, expiresAt: { gt: new Date() } },
    });
    if (count === 0) throw new Refusal("not-found", "There is no such invitation: it was used, or is over.");
    await audit(tx, { classId, by: actor, action: "invitation.withdrawn" });
  });
}

export type OpenInvitation = { class: { slug: string; name: string }; by: string };

/**
 * The invitation of that code's hash, or null: unknown, used, over, of an archived class, or by somebody who
 * instructs the class no longer.
 */
export async function findInvitation(hash: Uint8Array, tx: Tx = db()): Promise<OpenInvitation | null> {
  const row = await tx.invitation.findFirst({
    where: { codeHash: Uint8Array.from(hash), expiresAt: { gt: new Date() }, class: { archivedAt: null } },
    select: {
      byId: true,
      by: { select: { name: true } },
      class: {
        select: {
          slug: true,
          name: true,
          memberships: { where: { role: "instructor", suspendedAt: null }, select: { userId: true } },
        },
      },
    },
  });
  if (!row?.class.memberships.some(({ userId }) => userId === row.byId)) return null;
  return { class: { slug: row.class.slug, name: row.class.name }, by: row.by.name };
}

export type NewInstructor = { name: string; email: string; passwordHash: string };

/** Makes the account of a new instructor, by an invitation. Throws `already-taken` for an e-mail that has one. */
export async function joinAsInstructor(
  hash: Uint8Array,
  person: NewInstructor,
): Promise<{ user: Member; class: Class }> {
  return unlessTaken("There is an account with this e-mail. Sign in, then open the invitation again.", () =>
    spend(hash, async (tx, room) => {
      const user = await tx.user.create({ data: person, select: { id: true, name: true } });
      return becomeInstructor(tx, room, user);
    }),
  );
}

/** Makes the asker an instructor of the class, by an invitation. Throws `already-taken` where they are one. */
export async function acceptInvitation(
  hash: Uint8Array,
  actor: Actor,
): Promise<{ user: Member; class: Class }> {
  return spend(hash, (tx, room) => becomeInstructor(tx, room, actor));
}

type Room = ClassRow & { id: string };

/** The invitation goes in the transaction that it makes possible: of two who open it at once one comes in. */
async function spend<Value>(hash: Uint8Array, act: (tx: Tx, room: Room) => Promise<Value>): Promise<Value> {
  return db().$transaction(async (tx) => {
    const found = await findInvitation(hash, tx);
    if (!found) throw noInvitation();
    const locked = await lockClass(tx, found.class.slug);
    if (!locked || !(await findInvitation(hash, tx))) throw noInvitation(); // somebody came first
    requireRoom(await tx.membership.count({ where: { classId: locked.id } }), locked.maxMembers, "members");
    await tx.invitation.delete({ where: { codeHash: Uint8Array.from(hash) } });
    const row = await tx.class.findUniqueOrThrow({ where: { id: locked.id }, select: CLASS_FIELDS });
    return act(tx, { ...row, id: locked.id });
  });
}

async function becomeInstructor(
  tx: Tx,
  { id: classId, ...row }: Room,
  { id: userId, name }: { id: string; name: string },
): Promise<{ user: Member; class: Class }> {
  const where = { classId_userId: { classId, userId } };
  const seat = await tx.membership.findUnique({ where, select: { role: true, suspendedAt: true } });
  if (seat?.role === "instructor") throw new Refusal("already-taken", "You instruct this class already.");
  if (seat?.suspendedAt) throw new Refusal("not-allowed", "You are suspended in this class.");
  const member = await tx.membership.upsert({
    where,
    create: { classId, userId, role: "instructor" },
    update: { role: "instructor" },
    select: {
      userId: true,
      role: true,
      username: true,
      suspendedAt: true,
      user: { select: { name: true, email: true, lastSeenAt: true } },
    },
  });
  const about = auditedMember({ id: userId, name, username: member.username });
  await audit(tx, {
    classId,
    by: { id: userId, name },
    action: "member.joined",
    about,
    detail: "instructor",
  });
  return { user: memberShape(member), class: classShape(row, "instructor") };
}

/** One sentence for codes that never were and for those that are used or over. */
export function noInvitation(): Refusal {
  return new Refusal(
    "not-found",
    "This invitation does not work: it was used, or is over. Ask for a new one.",
  );
}
