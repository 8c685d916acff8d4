import type { Actor, Standing } from "../contract/actor";
import { db, readRows } from "./client";

/** A person as a session or token names them, with the version that ends both when it is raised. */
export type FoundActor = { actor: Actor; sessionVersion: number; lastSeenAt: Date | null };

/**
 * Who this user is right now and in which classes; suspended memberships count as none. Null: there is no such
 * user, or one without e-mail (a student) whom every class has removed or suspended.
 */
export async function findActor(userId: string): Promise<FoundActor | null> {
  const rows = await readRows<Row>(ACTOR, [userId]);
  const [user] = rows;
  if (!user) return null;
  const standings = new Map<string, Standing>();
  for (const { slug, role, classId, privateKits, archived } of rows)
    if (slug !== null) standings.set(slug, { classId, class: slug, role, privateKits, archived });
  if (user.email === null && standings.size === 0) return null;
  return {
    actor: { id: user.id, name: user.name, email: user.email, standings, scope: null },
    sessionVersion: user.sessionVersion,
    lastSeenAt: user.lastSeenAt,
  };
}

type User = {
  id: string;
  name: string;
  email: string | null;
  sessionVersion: number;
  lastSeenAt: Date | null;
};
type Seat = Omit<Standing, "class"> & { slug: string };
/** One row for each class; without any, one of nulls. */
type Row = User & (Seat | { [Name in keyof Seat]: null });

const ACTOR = {
  name: "actor",
  text: `SELECT u.id, u.name, u.email, u.session_version AS "sessionVersion", u.last_seen_at AS "lastSeenAt", m.role,
      c.id AS "classId", c.slug, c.private_kits AS "privateKits", c.archived_at IS NOT NULL AS archived
    FROM "user" u
    LEFT JOIN (membership m JOIN class c ON c.id = m.class_id) ON m.user_id = u.id AND m.suspended_at IS NULL
    WHERE u.id = $1::uuid`,
};

const SEEN_EVERY = 60_000;

/** Notes that a person was here, at most once a minute. */
export async function noteSeen({
  userId,
  lastSeenAt,
}: {
  userId: string;
  lastSeenAt: Date | null;
}): Promise<void> {
  const now = new Date();
  const aMinuteAgo = new Date(now.getTime() - SEEN_EVERY);
  if (lastSeenAt !== null && lastSeenAt >= aMinuteAgo) return;
  await db().user.updateMany({
    where: { id: userId, OR: [{ lastSeenAt: null }, { lastSeenAt: { lt: aMinuteAgo } }] },
    data: { lastSeenAt: now },
  });
}
