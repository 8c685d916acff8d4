import type { Actor } from "../contract/actor";
import { db } from "./client";
import { deleteHistory } from "./history-removal";
import { LONG, lockClassOf, type Tx } from "./scope";

/**
 * Deletes a class that the asker instructs, with its kits, topics and messages, and the accounts of those who have
 * no e-mail and are in no other class. Answers the slugs of its kits, whose traces at the broker remain to be dropped.
 */
export async function deleteClass(actor: Actor, slug: string): Promise<{ kits: string[] }> {
  return db().$transaction(async (tx) => {
    const { id } = await lockClassOf(tx, actor, slug, "instructor");
    const kits = await tx.kit.findMany({ where: { classId: id }, select: { slug: true } });
    const students = await tx.membership.findMany({ where: { classId: id }, select: { userId: true } });
    await deleteHistory(tx, await tx.topic.findMany({ where: { classId: id }, select: { id: true } }));
    await tx.class.delete({ where: { id } });
    await deleteHomeless(
      tx,
      students.map(({ userId }) => userId),
    );
    return { kits: kits.map((kit) => kit.slug) };
  }, LONG);
}

/** Deletes those of these accounts that have neither an e-mail nor a class: nobody can sign in to them any more. */
export async function deleteHomeless(tx: Tx, userIds: string[]): Promise<void> {
  await tx.user.deleteMany({ where: { id: { in: userIds }, email: null, memberships: { none: {} } } });
}
