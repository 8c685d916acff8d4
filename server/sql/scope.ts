import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Prisma, PrismaClient } from "./generated/client";

/** A transaction that is under way, or the client outside of one. */
export type Tx = Prisma.TransactionClient | PrismaClient;

/** Deleting a class with its history takes longer than Prisma's five seconds. */
export const LONG = { timeout: 120_000, maxWait: 10_000 };

/** Classes in which somebody is a member and not suspended, within the scope of their token. */
export function knownTo(actor: Actor) {
  return { memberships: { some: seatOf(actor) } };
}

/** Classes that somebody instructs. */
export function instructedBy(actor: Actor) {
  return { memberships: { some: { ...seatOf(actor), role: "instructor" as const } } };
}

function seatOf({ id, scope }: Actor) {
  const one = scope?.class == null ? {} : { class: { slug: scope.class } };
  return { userId: id, suspendedAt: null, ...one };
}

/** Of a token for one kit, that kit; else any. */
function within({ scope }: Actor) {
  return scope?.kit == null ? {} : { slug: scope.kit };
}

/** Kits that somebody may read: all of a class they instruct or whose kits are not private, else their own. */
export function readableBy(actor: Actor) {
  return {
    AND: [within(actor)],
    OR: [
      { class: instructedBy(actor) },
      { class: { ...knownTo(actor), privateKits: false } },
      { class: knownTo(actor), ownerId: actor.id },
    ],
  };
}

/** Kits that somebody may change: all of a class they instruct, else their own, while the class is open. */
export function managedBy(actor: Actor) {
  return {
    AND: [within(actor)],
    OR: [
      { class: { ...instructedBy(actor), archivedAt: null } },
      { class: { ...knownTo(actor), archivedAt: null }, ownerId: actor.id },
    ],
  };
}

/** The class's board; a token for one kit does not reach it. */
function board({ scope }: Actor) {
  return scope?.kit == null ? [{ kitId: null }] : [];
}

/** Topics that somebody may read: the class's board, and those of the kits that they may read. */
export function readableTopics(actor: Actor, className: string) {
  return {
    class: { slug: className, ...knownTo(actor) },
    OR: [...board(actor), { kit: readableBy(actor) }],
  };
}

/** Topics that somebody may label and delete: an instructor all, everybody else those of their own kits. */
export function manageableTopics(actor: Actor, className: string) {
  return {
    class: { slug: className, archivedAt: null },
    OR: [
      ...board(actor).map((topics) => ({ ...topics, class: instructedBy(actor) })),
      { kit: managedBy(actor) },
    ],
  };
}

export type LockedClass = {
  id: string;
  slug: string;
  maxMembers: number;
  maxKits: number;
  maxTopics: number;
  allowPins: boolean;
  joinOpen: boolean;
  archivedAt: Date | null;
};

/**
 * Reads a class and makes others who lock it wait until the transaction ends: what is counted under the lock stays
 * true. Rows that only refer to the class are not held up (NO KEY).
 */
export async function lockClass(tx: Tx, slug: string): Promise<LockedClass | null> {
  const rows = await tx.$queryRaw<LockedClass[]>`
    SELECT id, slug, max_members AS "maxMembers", max_kits AS "maxKits", max_topics AS "maxTopics",
           allow_pins AS "allowPins", join_open AS "joinOpen", archived_at AS "archivedAt"
    FROM class WHERE slug = ${slug} FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/** The same for a class that somebody knows, or instructs where `as` says so; throws `not-found`. */
export async function lockClassOf(
  tx: Tx,
  actor: Actor,
  slug: string,
  as: "member" | "instructor",
): Promise<LockedClass> {
  const locked = await lockClass(tx, slug);
  const scope = as === "instructor" ? instructedBy(actor) : knownTo(actor);
  const known =
    locked && (await tx.class.findFirst({ where: { id: locked.id, ...scope }, select: { id: true } }));
  if (!locked || !known) throw noClass();
  return locked;
}

/** The same of a class that the asker instructs, while it is open; throws `not-allowed` for one that is archived. */
export async function lockOpenClassOf(tx: Tx, actor: Actor, slug: string): Promise<LockedClass> {
  const locked = await lockClassOf(tx, actor, slug, "instructor");
  if (locked.archivedAt !== null) throw archivedClass();
  return locked;
}

/** One sentence for whatever cannot be changed in a class that is over. */
export function archivedClass(): Refusal {
  return new Refusal("not-allowed", "This class is archived: it can be read, and nothing more.");
}

/** Throws `limit-reached` where a class already has as many as it may. */
export function requireRoom(has: number, most: number, of: "members" | "kits" | "topics"): void {
  if (has >= most)
    throw new Refusal("limit-reached", `This class has ${most} ${of} already, which is its limit.`);
}

/** One sentence for classes that do not exist and for those that the asker may not know of. */
export function noClass(): Refusal {
  return new Refusal("not-found", "There is no such class.");
}

export function noKit(): Refusal {
  return new Refusal("not-found", "There is no such kit in this class.");
}

export function noTopic(): Refusal {
  return new Refusal("not-found", "There is no such topic in this class.");
}

export function noMember(): Refusal {
  return new Refusal("not-found", "There is no such member in this class.");
}
