import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Me } from "../contract/shapes";
import { audit, auditedMember, forgetInAudit } from "./audit";
import { db } from "./client";
import { leave, requireAnotherInstructor } from "./members";
import { knownTo, LONG, lockClass } from "./scope";

/** Who asks, as the database has them; a token of one class says no user name of another. */
export async function readMe(actor: Actor): Promise<Me> {
  const user = await db().user.findUnique({
    where: { id: actor.id },
    select: {
      name: true,
      email: true,
      memberships: {
        where: { username: { not: null }, class: knownTo(actor) },
        select: { username: true },
        orderBy: { class: { slug: "asc" } },
        take: 1,
      },
    },
  });
  if (!user) throw gone();
  const username = user.memberships[0]?.username ?? null;
  return { id: actor.id, username, name: user.name, ...(user.email === null ? {} : { email: user.email }) };
}

/** Changes the asker's own name. */
export async function renameMe(actor: Actor, name: string): Promise<void> {
  if (name === actor.name) return;
  await db().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: actor.id }, data: { name } });
    if (count === 0) throw gone();
    const seats = await tx.membership.findMany({
      where: { userId: actor.id },
      select: { classId: true, username: true },
    });
    const renamed = seats.map(({ classId, username }) => ({
      classId,
      by: actor,
      action: "member.renamed" as const,
      about: auditedMember({ id: actor.id, name: actor.name, username }),
      detail: name,
    }));
    await audit(tx, ...renamed);
  });
}

/**
 * Deletes the asker's account and everything personal about it; their kits stay, without an owner. Throws
 * `not-allowed` while they are the only instructor of a class.
 */
export async function deleteMe(actor: Actor): Promise<void> {
  await db().$transaction(async (tx) => {
    const memberships = await tx.membership.findMany({
      where: { userId: actor.id },
      select: { classId: true, class: { select: { slug: true } } },
      orderBy: { class: { slug: "asc" } }, // everybody locks classes in this order
    });
    for (const {
      classId,
      class: { slug },
    } of memberships) {
      await lockClass(tx, slug);
      await requireAnotherInstructor(tx, classId, actor.id);
      await leave(tx, classId, actor.id);
      await audit(tx, { classId, by: null, action: "member.left" });
    }
    await forgetInAudit(tx, actor.id);
    const { count } = await tx.user.deleteMany({ where: { id: actor.id } });
    if (count === 0) throw gone();
  }, LONG);
}

/** The account was deleted after the asker was found. */
function gone(): Refusal {
  return new Refusal("not-signed-in", "This account is deleted.");
}
