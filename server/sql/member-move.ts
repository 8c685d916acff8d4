import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Member } from "../contract/shapes";
import { audit, auditedMember } from "./audit";
import { db, unlessTaken } from "./client";
import { leave, requireMember } from "./members";
import { lockOpenClassOf, noMember, requireRoom } from "./scope";

/**
 * Takes a student from one class that the asker instructs into another. The account stays, with its password; the
 * kits stay in the class, without an owner. Throws `already-taken` where that user name or person is there already.
 */
export async function moveStudent(actor: Actor, from: string, userId: string, to: string): Promise<Member> {
  if (from === to) throw new Refusal("bad-input", "They are in this class already.", { errors: [sameClass] });
  await unlessTaken("Somebody in that class has this user name already.", () =>
    db().$transaction(async (tx) => {
      const locked = new Map<string, Awaited<ReturnType<typeof lockOpenClassOf>>>();
      for (const slug of [from, to].toSorted()) // everybody locks classes in this order
        locked.set(slug, await lockOpenClassOf(tx, actor, slug));
      const [old, next] = [locked.get(from), locked.get(to)];
      if (!old || !next) throw noMember();
      const member = await tx.membership.findUnique({
        where: { classId_userId: { classId: old.id, userId } },
        select: {
          role: true,
          username: true,
          usernameKey: true,
          suspendedAt: true,
          user: { select: { name: true } },
        },
      });
      if (!member) throw noMember();
      if (member.role !== "student")
        throw new Refusal("not-allowed", "Only students are moved. Invite an instructor to the other class.");
      requireRoom(await tx.membership.count({ where: { classId: next.id } }), next.maxMembers, "members");
      await leave(tx, old.id, userId);
      const { user, ...seat } = member;
      await tx.membership.create({ data: { ...seat, classId: next.id, userId } });
      const about = auditedMember({ id: userId, username: member.username, name: user.name });
      const moved = { by: actor, action: "member.moved" as const, about, detail: to };
      await audit(tx, { ...moved, classId: old.id }, { ...moved, classId: next.id });
    }),
  );
  return requireMember(actor, to, userId);
}

const sameClass = { field: "class", message: "another class" };
