import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { audit, auditedMember } from "./audit";
import { db } from "./client";
import { instructedBy, lockOpenClassOf, noMember, type Tx } from "./scope";

/**
 * Throws unless the asker may give this member of their class a new password: `not-found` where there is none, and
 * `not-allowed` for people who sign in by e-mail or are in a class that the asker does not instruct, since a
 * password opens all of it.
 */
export async function requireResettable(actor: Actor, slug: string, userId: string): Promise<void> {
  const member = await db().membership.findFirst({
    where: { userId, class: { slug, ...instructedBy(actor) } },
    select: { user: { select: { email: true } } },
  });
  if (!member) throw noMember();
  if (actor.scope !== null && userId === actor.id)
    throw new Refusal("not-allowed", "No token changes the password of the person who made it.");
  const elsewhere = await db().membership.count({ where: { userId, class: { NOT: instructedBy(actor) } } });
  if (member.user.email !== null || elsewhere > 0)
    throw new Refusal(
      "not-allowed",
      "This person has an account of their own and changes the password there.",
    );
}

/** Gives a member a new password, as an instructor of the class does; sessions and tokens of the old one end. */
export async function renewPassword(
  actor: Actor,
  slug: string,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, slug);
    const member = await tx.membership.findUnique({
      where: { classId_userId: { classId, userId } },
      select: { username: true, user: { select: { name: true } } },
    });
    if (!member) throw noMember();
    await setPassword(userId, passwordHash, tx);
    const about = auditedMember({ id: userId, username: member.username, name: member.user.name });
    await audit(tx, { classId, by: actor, action: "password.renewed", about });
  });
}

/** Sets a password and ends the person's sessions and tokens. */
export async function setPassword(
  userId: string,
  passwordHash: string,
  tx: Tx = db(),
): Promise<{ sessionVersion: number }> {
  return tx.user.update({
    where: { id: userId },
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  });
}
