import type { Actor } from "../contract/actor";
import { foldName } from "../contract/text";
import type { NewMember } from "./admissions";
import { audit, auditedMember } from "./audit";
import { db } from "./client";
import { instructedBy, LONG, lockOpenClassOf, noClass, type Tx } from "./scope";

/** Who is in a class already, by folded user name, and how many more may come. */
export type Occupied = { taken: Set<string>; room: number };

/** The same of a class that the asker instructs, as it is now; throws `not-found`. */
export async function occupiedIn(actor: Actor, slug: string): Promise<Occupied> {
  const found = await db().class.findFirst({
    where: { slug, ...instructedBy(actor) },
    select: { id: true, maxMembers: true },
  });
  if (!found) throw noClass();
  return occupied(db(), found);
}

/**
 * Makes these accounts in a class that the asker instructs, all in one transaction. `choose` is told who is in it
 * under the class's lock, and says which of them are made; what it throws makes none. Answers their ids by user name.
 */
export async function enrol<Wish extends NewMember>(
  actor: Actor,
  slug: string,
  choose: (occupied: Occupied) => readonly Wish[],
): Promise<Map<string, string>> {
  return db().$transaction(async (tx) => {
    const locked = await lockOpenClassOf(tx, actor, slug);
    const chosen = choose(await occupied(tx, locked));
    const made = await tx.user.createManyAndReturn({
      data: chosen.map(({ name, passwordHash }) => ({ name, passwordHash })),
      select: { id: true, passwordHash: true },
    });
    const ids = new Map(made.map(({ id, passwordHash }) => [passwordHash, id])); // each hash has its own salt
    const seats = chosen.map(({ username, passwordHash }) => ({
      classId: locked.id,
      userId: idOf(ids, passwordHash),
      role: "student" as const,
      username,
      usernameKey: foldName(username),
    }));
    await tx.membership.createMany({ data: seats });
    await audit(
      tx,
      ...chosen.map(({ name, username, passwordHash }) => ({
        classId: locked.id,
        by: actor,
        action: "member.added" as const,
        about: auditedMember({ id: idOf(ids, passwordHash), name, username }),
      })),
    );
    return new Map(seats.map(({ username, userId }) => [username, userId]));
  }, LONG);
}

function idOf(ids: ReadonlyMap<string, string>, passwordHash: string): string {
  const id = ids.get(passwordHash);
  if (id === undefined) throw new Error("an account was made and did not come back");
  return id;
}

async function occupied(tx: Tx, { id, maxMembers }: { id: string; maxMembers: number }): Promise<Occupied> {
  const members = await tx.membership.findMany({ where: { classId: id }, select: { usernameKey: true } });
  const keys = members.flatMap(({ usernameKey }) => (usernameKey === null ? [] : [usernameKey]));
  return { taken: new Set(keys), room: maxMembers - members.length };
}
