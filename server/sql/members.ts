import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Member, Page, Role } from "../contract/shapes";
import { type AuditWish, audit, auditedMember } from "./audit";
import { deleteHomeless } from "./class-removal";
import { db } from "./client";
import { afterId, type PageAsked, pageOf } from "./pages";
import { instructedBy, lockOpenClassOf, noMember, type Tx } from "./scope";

const FIELDS = {
  userId: true,
  role: true,
  username: true,
  suspendedAt: true,
  user: { select: { name: true, email: true, lastSeenAt: true } },
} as const;

type Row = {
  userId: string;
  role: Role;
  username: string | null;
  suspendedAt: Date | null;
  user: { name: string; email: string | null; lastSeenAt: Date | null };
};

/** The members of a class that the asker instructs, in the order in which their accounts were made. */
export async function membersOf(actor: Actor, slug: string, page: PageAsked): Promise<Page<Member>> {
  const after = afterId(page);
  const rows = await db().membership.findMany({
    where: { class: { slug, ...instructedBy(actor) }, ...(after === null ? {} : { userId: { gt: after } }) },
    orderBy: { userId: "asc" },
    take: page.limit + 1,
    select: FIELDS,
  });
  return pageOf(rows, page, { key: ({ userId }) => [userId], shape: memberShape });
}

/** One member of a class that the asker instructs; throws `not-found`. */
export async function requireMember(actor: Actor, slug: string, userId: string): Promise<Member> {
  const row = await db().membership.findFirst({
    where: { userId, class: { slug, ...instructedBy(actor) } },
    select: FIELDS,
  });
  if (!row) throw noMember();
  return memberShape(row);
}

export type MemberChange = {
  name?: string | undefined;
  role?: Role | undefined;
  suspended?: boolean | undefined;
};

/**
 * Changes a member of a class that the asker instructs. Throws `not-allowed` where the class would be left without
 * an instructor, and for the name of somebody who signs in by e-mail: that is theirs to change.
 */
export async function changeMember(
  actor: Actor,
  slug: string,
  userId: string,
  { name, role, suspended }: MemberChange,
): Promise<Member> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, slug);
    const before = await requireRow(tx, classId, userId);
    const { user } = before;
    if (role === "student" || suspended === true) await requireAnotherInstructor(tx, classId, userId);
    if (name !== undefined && user.email !== null && userId !== actor.id) throw ownName();
    if (name !== undefined) await tx.user.update({ where: { id: userId }, data: { name } });
    await tx.membership.update({
      where: { classId_userId: { classId, userId } },
      data: {
        ...(role === undefined ? {} : { role }),
        ...(suspended === undefined ? {} : { suspendedAt: suspended ? new Date() : null }),
      },
    });
    if (role === "student" || suspended === true)
      await tx.invitation.deleteMany({ where: { classId, byId: userId } }); // they invite nobody any more
    await audit(tx, ...changesOf(before, { name, role, suspended }, { classId, by: actor }));
  });
  return requireRowAfter(slug, userId);
}

/**
 * Takes somebody out of a class that the asker instructs. Their kits stay, without an owner. The account of a
 * student who is in no other class is deleted. Throws `not-allowed` for the last instructor.
 */
export async function removeMember(actor: Actor, slug: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, slug);
    const row = await requireRow(tx, classId, userId);
    await requireAnotherInstructor(tx, classId, userId);
    await leave(tx, classId, userId);
    await audit(tx, { classId, by: actor, action: "member.removed", about: auditedRow(row) });
    await deleteHomeless(tx, [userId]);
  });
}

/** Ends a membership and what hung on it: the person's kits there become nobody's, and the keys that they know end. */
export async function leave(tx: Tx, classId: string, userId: string): Promise<void> {
  await tx.kit.updateMany({
    where: { classId, ownerId: userId },
    data: { ownerId: null, keyVersion: { increment: 1 } },
  });
  await tx.invitation.deleteMany({ where: { classId, byId: userId } });
  await tx.subscription.deleteMany({ where: { userId, topic: { classId } } });
  await tx.membership.delete({ where: { classId_userId: { classId, userId } } });
}

/** Throws `not-allowed` where nobody but this person instructs the class; the class must be locked. */
export async function requireAnotherInstructor(tx: Tx, classId: string, userId: string): Promise<void> {
  const instructors = await tx.membership.findMany({
    where: { classId, role: "instructor", suspendedAt: null },
    select: { userId: true },
  });
  const others = instructors.filter((member) => member.userId !== userId);
  if (others.length === 0 && instructors.length > 0) {
    throw new Refusal("not-allowed", "A class needs an instructor. Make somebody else one first.");
  }
}

/** What of this is a change, each as the class's list says it. */
function changesOf(
  before: Row,
  { name, role, suspended }: MemberChange,
  where: Pick<AuditWish, "classId" | "by">,
): AuditWish[] {
  const made = { ...where, about: auditedRow(before) };
  const wishes: AuditWish[] = [];
  if (name !== undefined && name !== before.user.name)
    wishes.push({ ...made, action: "member.renamed", detail: name });
  if (role !== undefined && role !== before.role)
    wishes.push({ ...made, action: "role.changed", detail: role });
  if (suspended !== undefined && suspended !== (before.suspendedAt !== null))
    wishes.push({ ...made, action: suspended ? "member.suspended" : "member.restored" });
  return wishes;
}

function auditedRow({ userId, username, user }: Row) {
  return auditedMember({ id: userId, username, name: user.name });
}

async function requireRow(tx: Tx, classId: string, userId: string): Promise<Row> {
  const row = await tx.membership.findUnique({
    where: { classId_userId: { classId, userId } },
    select: FIELDS,
  });
  if (!row) throw noMember();
  return row;
}

/** Read after the change, by which the asker may have ended their own right to read it. */
async function requireRowAfter(slug: string, userId: string): Promise<Member> {
  const row = await db().membership.findFirst({ where: { userId, class: { slug } }, select: FIELDS });
  if (!row) throw noMember();
  return memberShape(row);
}

function ownName(): Refusal {
  return new Refusal("not-allowed", "Who signs in by e-mail changes their name themselves.");
}

export function memberShape({ userId, username, role, suspendedAt, user }: Row): Member {
  return {
    id: userId,
    username,
    name: user.name,
    role,
    ...(user.email === null ? {} : { email: user.email }),
    lastSeenAt: user.lastSeenAt?.getTime() ?? null,
    suspendedAt: suspendedAt?.getTime() ?? null,
  };
}
