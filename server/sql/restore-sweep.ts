import { db } from "./client";
import { removeMessages } from "./history-removal";
import { unlessRestoring } from "./restore-lock";
import { LONG } from "./scope";

/** The fact by which a class is known whose restoring has begun and not ended. */
export const restoringFact = (classId: string) => `restoring:${classId}`;

/**
 * Removes what is there of a class that is not whole: its messages, a slice at a time, and then all else. Nobody is in
 * it, so nobody has seen it.
 */
export async function removeHalf(classId: string): Promise<void> {
  const topics = await db().topic.findMany({ where: { classId }, select: { id: true } });
  await removeMessages(
    topics.map(({ id }) => id),
    null,
  );
  await db().$transaction(async (tx) => {
    await tx.class.deleteMany({ where: { id: classId, memberships: { none: {} } } });
    await tx.fact.deleteMany({ where: { name: restoringFact(classId) } });
  }, LONG);
}

/** Removes every half of a class that a crash has left. Answers how many there were. */
export async function sweepRestores(): Promise<number> {
  const swept = await unlessRestoring(async () => {
    const facts = await db().fact.findMany({ where: { name: { startsWith: restoringFact("") } } });
    for (const { value } of facts) await removeHalf(value);
    return facts.length;
  });
  return swept ?? 0;
}
