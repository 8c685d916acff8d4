import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Class, Member } from "../contract/shapes";
import { foldName } from "../contract/text";
import { audit, auditedMember } from "./audit";
import { CLASS_FIELDS, classShape, openedBy } from "./class-shape";
import { db, unlessTaken } from "./client";
import { type LockedClass, lockClass, lockOpenClassOf, requireRoom, type Tx } from "./scope";

/** An account to be made: without e-mail, known by user name in one class. */
export type NewMember = { username: string; name: string; passwordHash: string };

/** What somebody who types a join code has to know of the class before they are in it. */
export type OpenClass = { slug: string; name: string; allowPins: boolean };

/** The class that a join code opens now, or null: unknown, closed and archived are the same. */
export async function findOpenClass(code: string): Promise<OpenClass | null> {
  return db().class.findFirst({
    where: openedBy(code),
    select: { slug: true, name: true, allowPins: true },
  });
}

/** Makes a student of a class that the asker instructs. Throws `already-taken` and `limit-reached`. */
export async function createMember(actor: Actor, slug: string, member: NewMember): Promise<Member> {
  return unlessTaken(taken(member), () =>
    db().$transaction(async (tx) => {
      const locked = await lockOpenClassOf(tx, actor, slug);
      const made = await admit(tx, locked, member);
      await audit(tx, { classId: locked.id, by: actor, action: "member.added", about: auditedMember(made) });
      return made;
    }),
  );
}

/** Makes a student of the class that the code opens, where it still does. Throws `not-found`, `already-taken` and `limit-reached`. */
export async function joinByCode(
  code: string,
  slug: string,
  member: NewMember,
): Promise<{ user: Member; class: Class }> {
  return unlessTaken(taken(member), () =>
    db().$transaction(async (tx) => {
      const locked = await lockClass(tx, slug);
      const row = await tx.class.findFirst({
        where: { slug, ...openedBy(code) },
        select: CLASS_FIELDS,
      });
      if (!locked || !row) throw noOpenClass();
      const user = await admit(tx, locked, member);
      const about = auditedMember(user);
      await audit(tx, { classId: locked.id, by: user, action: "member.joined", about });
      return { user, class: classShape(row, "student") };
    }),
  );
}

async function admit(tx: Tx, { id: classId, maxMembers }: LockedClass, member: NewMember): Promise<Member> {
  requireRoom(await tx.membership.count({ where: { classId } }), maxMembers, "members");
  const { username, name, passwordHash } = member;
  const user = await tx.user.create({
    data: {
      name,
      passwordHash,
      memberships: { create: { classId, role: "student", username, usernameKey: foldName(username) } },
    },
    select: { id: true },
  });
  return { id: user.id, username, name, role: "student", lastSeenAt: null, suspendedAt: null };
}

function taken({ username }: NewMember): string {
  return `Somebody in this class is called ${username} already. Choose another user name.`;
}

/** One sentence for codes that are unknown and for those of closed classes. */
export function noOpenClass(): Refusal {
  return new Refusal(
    "not-found",
    "No class opens with this code. Ask your instructor for the one shown now.",
  );
}
