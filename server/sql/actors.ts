import type { Actor, Standing } from "../contract/actor";
import { db } from "./client";

/** A person as a session or token names them, with the version that ends both when it is raised. */
export type FoundActor = { actor: Actor; sessionVersion: number };

/**
 * Who this user is right now and in which classes; suspended memberships count as none. Null: there is no such
 * user, or one without e-mail (a student) whom every class has removed or suspended.
 */
export async function findActor(userId: string): Promise<FoundActor | null> {
  const user = await db().user.findUnique({
    where: { id: userId },
    select: {
      id: true,
      name: true,
      email: true,
      sessionVersion: true,
      memberships: {
        where: { suspendedAt: null },
        select: {
          role: true,
          class: { select: { id: true, slug: true, privateKits: true, archivedAt: true } },
        },
      },
    },
  });
  if (!user) return null;
  const standings = new Map<string, Standing>(
    user.memberships.map(({ role, class: { id, slug, privateKits, archivedAt } }) => [
      slug,
      { classId: id, class: slug, role, privateKits, archived: archivedAt !== null },
    ]),
  );
  if (user.email === null && standings.size === 0) return null;
  return {
    actor: { id: user.id, name: user.name, email: user.email, standings },
    sessionVersion: user.sessionVersion,
  };
}

/** Notes that a person was here, at most once a minute. */
export async function noteSeen(userId: string): Promise<void> {
  const now = new Date();
  const aMinuteAgo = new Date(now.getTime() - 60_000);
  await db().user.updateMany({
    where: { id: userId, OR: [{ lastSeenAt: null }, { lastSeenAt: { lt: aMinuteAgo } }] },
    data: { lastSeenAt: now },
  });
}
