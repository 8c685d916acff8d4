import type { Actor } from "../contract/actor";
import { audit, auditedMember } from "./audit";
import { db } from "./client";
import { setPassword } from "./passwords";
import { instructedBy, LONG, lockOpenClassOf, type Tx } from "./scope";

/** A student whose password the instructors of the class may renew. */
export type Resettable = { id: string; username: string | null; name: string };

/**
 * Those of the students of a class that the asker instructs (of `users` where they are named) who get a new password:
 * not who has an account of their own, or is in a class that the asker does not instruct, since it opens all of it.
 */
export async function resettableIn(
  actor: Actor,
  slug: string,
  users: readonly string[] | null,
  tx: Tx = db(),
): Promise<Resettable[]> {
  const rows = await tx.membership.findMany({
    where: {
      class: { slug, ...instructedBy(actor) },
      role: "student",
      ...(users === null ? {} : { userId: { in: [...users] } }),
      ...(actor.scope === null ? {} : { userId: { not: actor.id } }),
      user: { email: null, memberships: { none: { class: { NOT: instructedBy(actor) } } } },
    },
    orderBy: { userId: "asc" },
    select: { userId: true, username: true, user: { select: { name: true } } },
  });
  return rows.map(({ userId, username, user }) => ({ id: userId, username, name: user.name }));
}

/** Sets these passwords, all or none, and ends the sessions that the old ones opened. Answers who is still to have theirs. */
export async function setPasswords(
  actor: Actor,
  slug: string,
  hashes: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  return db().$transaction(async (tx) => {
    const { id: classId } = await lockOpenClassOf(tx, actor, slug);
    const students = await resettableIn(actor, slug, [...hashes.keys()], tx);
    for (const { id } of students) {
      const passwordHash = hashes.get(id);
      if (passwordHash !== undefined) await setPassword(id, passwordHash, tx);
    }
    const renewed = { classId, by: actor, action: "password.renewed" as const };
    await audit(tx, ...students.map((student) => ({ ...renewed, about: auditedMember(student) })));
    return new Set(students.map(({ id }) => id));
  }, LONG);
}
