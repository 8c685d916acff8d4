import type { Actor, Standing } from "../contract/actor";
import type { TopicKind } from "../contract/topic";

/**
 * Who may do what (docs/protocol.md, "Rights of people"): pure decisions over plain facts. What is not allowed to
 * somebody who may know of it is `not-allowed`; where `mayKnow` is false the thing does not exist for them.
 */

/** A kit as far as rights to it go. */
export type KitFacts = { ownerId: string | null; shareControl: boolean };

/** A topic as far as rights to it go; `kit` is null on the class's board. */
export type TopicFacts = { class: string; kind: TopicKind; kit: KitFacts | null };

export function standingIn(actor: Actor, className: string): Standing | null {
  return actor.standings.get(className) ?? null;
}

export function mayKnowClass(actor: Actor, className: string): boolean {
  return standingIn(actor, className) !== null;
}

/** Members, settings, join code, every kit: an instructor's. */
export function mayManageClass(actor: Actor, className: string): boolean {
  return standingIn(actor, className)?.role === "instructor";
}

export function mayReadKit(actor: Actor, className: string, kit: Pick<KitFacts, "ownerId">): boolean {
  const standing = standingIn(actor, className);
  if (!standing) return false;
  return standing.role === "instructor" || !standing.privateKits || kit.ownerId === actor.id;
}

/** Rename, delete, see and renew the key, label topics: the owner's and the instructor's, while the class is open. */
export function mayManageKit(actor: Actor, className: string, kit: Pick<KitFacts, "ownerId">): boolean {
  const standing = standingIn(actor, className);
  if (!standing || standing.archived) return false;
  return standing.role === "instructor" || kit.ownerId === actor.id;
}

export function mayMakeKit(actor: Actor, className: string): boolean {
  const standing = standingIn(actor, className);
  return standing !== null && !standing.archived;
}

export function maySubscribe(actor: Actor, topic: TopicFacts): boolean {
  if (topic.kit === null) return mayKnowClass(actor, topic.class);
  return mayReadKit(actor, topic.class, topic.kit);
}

export function mayPublish(actor: Actor, topic: TopicFacts): boolean {
  const standing = standingIn(actor, topic.class);
  if (!standing || standing.archived || topic.kind === "errors") return false;
  if (topic.kit === null || standing.role === "instructor" || topic.kit.ownerId === actor.id) return true;
  return topic.kind === "command" && topic.kit.shareControl && mayReadKit(actor, topic.class, topic.kit);
}
