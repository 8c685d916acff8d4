import { Refusal } from "../contract/refusal";
import { isSlug } from "../contract/topic";
import { db, unlessTaken } from "./client";

/** What a sign-in is checked against. `suspendedAt` is the membership's where a class was named. */
export type Account = {
  id: string;
  name: string;
  passwordHash: string;
  sessionVersion: number;
  suspendedAt: Date | null;
};

const FOR_SIGN_IN = { id: true, name: true, passwordHash: true, sessionVersion: true } as const;

/** The account of somebody who signs in by e-mail; `email` trimmed and in lower case. */
export async function findAccountByEmail(email: string): Promise<Account | null> {
  const user = await db().user.findUnique({ where: { email }, select: FOR_SIGN_IN });
  return user && { ...user, suspendedAt: null };
}

/** The account of a member by class and folded user name (`foldName` of what was typed). */
export async function findAccountByUsername(classSlug: string, usernameKey: string): Promise<Account | null> {
  if (!isSlug(classSlug)) return null;
  const member = await db().membership.findFirst({
    where: { usernameKey, class: { slug: classSlug } },
    select: { suspendedAt: true, user: { select: FOR_SIGN_IN } },
  });
  return member && { ...member.user, suspendedAt: member.suspendedAt };
}

/** Who somebody is apart from any class; `passwordHash` stays on the server. */
export async function findAccountById(id: string): Promise<Account | null> {
  const user = await db().user.findUnique({ where: { id }, select: FOR_SIGN_IN });
  return user && { ...user, suspendedAt: null };
}

const SETUP = "setup";
const SET_UP = "This Kitroom is set up already: sign in.";

/** Whether the first instructor exists. */
export async function isSetUp(): Promise<boolean> {
  return (await db().fact.findUnique({ where: { name: SETUP } })) !== null;
}

export type NewInstructor = { name: string; email: string; passwordHash: string };

/** Makes the first instructor, once ever: of two that try at the same time one gets `already-taken`. */
export async function createInstructor({ name, email, passwordHash }: NewInstructor) {
  return unlessTaken(SET_UP, () =>
    db().$transaction(async (tx) => {
      await tx.fact.create({ data: { name: SETUP, value: new Date().toISOString() } });
      return tx.user.create({
        data: { name, email, passwordHash },
        select: { id: true, name: true, email: true, sessionVersion: true },
      });
    }),
  );
}

/** Throws `already-taken` where the first instructor exists. */
export async function requireNotSetUp(): Promise<void> {
  if (await isSetUp()) throw new Refusal("already-taken", SET_UP);
}
