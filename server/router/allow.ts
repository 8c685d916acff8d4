import {
  mayActAsPerson,
  mayAdd,
  mayChange,
  mayKnowClass,
  mayMakeClass,
  mayMakeKit,
  mayManageClass,
  mayOversee,
  standingIn,
} from "../authority/may";
import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { archivedClass, noClass } from "../sql/scope";

/** Everybody who is signed in. */
export const signedIn = () => true;

/** Everybody who asks for themselves; an app with an API token does not. */
export function person(actor: Actor): boolean {
  if (!mayActAsPerson(actor))
    throw new Refusal("not-allowed", "No token does this: sign in with your password.");
  return true;
}

type OfClass = { class: string };

/** Members of the class; to everybody else it does not exist. */
export function member(actor: Actor, { class: slug }: OfClass): boolean {
  if (!mayKnowClass(actor, slug)) throw noClass();
  return true;
}

/** Instructors of the class, to look. */
export function overseer(actor: Actor, params: OfClass): boolean {
  member(actor, params);
  if (!mayOversee(actor, params.class)) throw notInstructor();
  return true;
}

/** Instructors of the class, to change it. */
export function instructor(actor: Actor, params: OfClass): boolean {
  member(actor, params);
  if (!mayManageClass(actor, params.class)) throw notInstructor();
  return true;
}

/** The same while it is open. */
export function instructorOfOpen(actor: Actor, params: OfClass): boolean {
  instructor(actor, params);
  if (standingIn(actor, params.class)?.archived) throw archivedClass();
  return true;
}

function notInstructor(): Refusal {
  return new Refusal("not-allowed", "Only an instructor of this class may do this.");
}

/** Members of the class while it is open. */
export function memberOfOpen(actor: Actor, params: OfClass): boolean {
  member(actor, params);
  if (mayAdd(actor, params.class)) return true;
  throw standingIn(actor, params.class)?.archived ? archivedClass() : onlyReads();
}

/** The same, but for tokens that know one kit only. */
export function kitMaker(actor: Actor, params: OfClass): boolean {
  memberOfOpen(actor, params);
  if (!mayMakeKit(actor, params.class)) throw outOfScope();
  return true;
}

/** Who may make classes: those with an account of their own, and instructors of some class. */
export function anInstructor(actor: Actor): boolean {
  if (mayMakeClass(actor)) return true;
  throw new Refusal("not-allowed", "Only instructors make classes, and no token that is limited to one.");
}

/** The same in person. */
export function ownAccount(actor: Actor): boolean {
  person(actor);
  if (mayMakeClass(actor)) return true;
  throw new Refusal("not-allowed", "This takes an account of your own, with an e-mail.");
}

/** Throws `not-allowed` for changes by a token that only reads; a class or kit it may not know was `not-found` before. */
export function requireMayChange(actor: Actor): void {
  if (!mayChange(actor)) throw onlyReads();
}

export function onlyReads(): Refusal {
  return new Refusal("not-allowed", "This token only reads.");
}

export { archivedClass as archived };

export function outOfScope(): Refusal {
  return new Refusal("not-allowed", "This token is limited to less than this.");
}
