import type { Actor, Scope, Standing } from "../contract/actor";
import type { TopicKind } from "../contract/topic";

/**
 * Who may do what (docs/protocol.md, "Rights of people"): pure decisions over plain facts. What is not allowed to
 * somebody who may know of it is `not-allowed`; where `mayKnow` is false the thing does not exist for them. An API
 * token has the rights of its maker within its scope, so each of these asks for both.
 */

/** A kit as far as rights to it go. */
export type KitFacts = { slug: string; ownerId: string | null; shareControl: boolean };

/** A topic as far as rights to it go; `kit` is null on the class's board. */
export type TopicFacts = { class: string; kind: TopicKind; kit: KitFacts | null };

type KitOfSomebody = Pick<KitFacts, "slug" | "ownerId">;

/** A person as their API token shows them: of a token for one class, no other class is left. */
export function within(scope: Scope, actor: Actor): Actor {
  const standings = [...actor.standings].filter(([slug]) => scope.class === null || slug === scope.class);
  return { ...actor, standings: new Map(standings), scope };
}

/** Their own account, its password and its tokens: a person's, by whatever they signed in with, and no token's. */
export function mayActAsPerson(actor: Actor): boolean {
  return actor.scope === null;
}

/** Whether somebody may change or publish anything at all. */
export function mayChange(actor: Actor): boolean {
  return !actor.scope?.readOnly;
}

/** Classes of one's own: not by a token that is limited to what is there already. */
export function mayMakeClass(actor: Actor): boolean {
  if (!mayChange(actor) || (actor.scope && actor.scope.class !== null)) return false;
  return actor.email !== null || [...actor.standings.values()].some(({ role }) => role === "instructor");
}

export function standingIn(actor: Actor, className: string): Standing | null {
  return actor.standings.get(className) ?? null;
}

export function mayKnowClass(actor: Actor, className: string): boolean {
  return standingIn(actor, className) !== null;
}

/** Members, join code, every kit: an instructor's to see. */
export function mayOversee(actor: Actor, className: string): boolean {
  return standingIn(actor, className)?.role === "instructor" && !isOfOneKit(actor);
}

/** The same to change. */
export function mayManageClass(actor: Actor, className: string): boolean {
  return mayOversee(actor, className) && mayChange(actor);
}

export function mayReadBoard(actor: Actor, className: string): boolean {
  return mayKnowClass(actor, className) && !isOfOneKit(actor);
}

/** Whatever kits there are and will be: what a filter over all of them needs. */
export function mayReadEveryKit(actor: Actor, className: string): boolean {
  const standing = standingIn(actor, className);
  return standing !== null && !isOfOneKit(actor) && (standing.role === "instructor" || !standing.privateKits);
}

export function mayReadKit(actor: Actor, className: string, kit: KitOfSomebody): boolean {
  const standing = standingIn(actor, className);
  if (!standing || !isWithin(actor, kit)) return false;
  return standing.role === "instructor" || !standing.privateKits || kit.ownerId === actor.id;
}

/** Rename, delete, see and renew the key, label topics: the owner's and the instructor's, while the class is open. */
export function mayManageKit(actor: Actor, className: string, kit: KitOfSomebody): boolean {
  const standing = standingIn(actor, className);
  if (!standing || standing.archived || !mayChange(actor) || !isWithin(actor, kit)) return false;
  return standing.role === "instructor" || kit.ownerId === actor.id;
}

/** Something new in the class, kits and topics alike, while it is open. */
export function mayAdd(actor: Actor, className: string): boolean {
  const standing = standingIn(actor, className);
  return standing !== null && !standing.archived && mayChange(actor);
}

export function mayMakeKit(actor: Actor, className: string): boolean {
  return mayAdd(actor, className) && !isOfOneKit(actor);
}

export function maySubscribe(actor: Actor, topic: TopicFacts): boolean {
  if (topic.kit === null) return mayReadBoard(actor, topic.class);
  return mayReadKit(actor, topic.class, topic.kit);
}

export function mayPublish(actor: Actor, topic: TopicFacts): boolean {
  const standing = standingIn(actor, topic.class);
  if (!standing || standing.archived || topic.kind === "errors" || !mayChange(actor)) return false;
  if (topic.kit === null) return mayReadBoard(actor, topic.class);
  if (!isWithin(actor, topic.kit)) return false;
  if (standing.role === "instructor" || topic.kit.ownerId === actor.id) return true;
  return topic.kind === "command" && topic.kit.shareControl && mayReadKit(actor, topic.class, topic.kit);
}

/** Whether they ask by a token for one kit, to which everything else of the class is closed, the board included. */
function isOfOneKit({ scope }: Actor): boolean {
  return scope !== null && scope.kit !== null;
}

function isWithin({ scope }: Actor, kit: Pick<KitFacts, "slug">): boolean {
  return scope === null || scope.kit === null || scope.kit === kit.slug;
}
