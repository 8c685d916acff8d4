import { mayKnowClass, mayMakeKit, mayManageClass } from "../authority/may";
import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { noClass } from "../sql/scope";

/** Everybody who is signed in. */
export const signedIn = () => true;

type OfClass = { class: string };

/** Members of the class; to everybody else it does not exist. */
export function member(actor: Actor, { class: slug }: OfClass): boolean {
  if (!mayKnowClass(actor, slug)) throw noClass();
  return true;
}

/** Instructors of the class. */
export function instructor(actor: Actor, params: OfClass): boolean {
  member(actor, params);
  if (!mayManageClass(actor, params.class))
    throw new Refusal("not-allowed", "Only an instructor of this class may do this.");
  return true;
}

/** Members of the class while it is open. */
export function memberOfOpen(actor: Actor, params: OfClass): boolean {
  member(actor, params);
  if (!mayMakeKit(actor, params.class))
    throw new Refusal("not-allowed", "This class is archived: it can be read, and nothing more.");
  return true;
}

/** Who may make classes: those with an account of their own, and instructors of some class. */
export function anInstructor(actor: Actor): boolean {
  if (actor.email !== null) return true;
  if ([...actor.standings.values()].some(({ role }) => role === "instructor")) return true;
  throw new Refusal("not-allowed", "Only instructors make classes.");
}
