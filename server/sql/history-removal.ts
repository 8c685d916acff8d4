import type { Tx } from "./scope";

/**
 * Deletes all that was stored of these topics: messages, the numbers in them, and their rollups. No hour is summed up
 * meanwhile, which would keep sums of what is gone.
 */
export async function deleteHistory(tx: Tx, topics: readonly { id: number }[]): Promise<void> {
  const ids = topics.map(({ id }) => id);
  await tx.$executeRaw`LOCK TABLE rollup IN SHARE ROW EXCLUSIVE MODE`;
  await tx.$executeRaw`DELETE FROM message WHERE topic_id = ANY (${ids}::int[])`;
  await tx.$executeRaw`DELETE FROM field_value WHERE topic_id = ANY (${ids}::int[])`;
  await tx.$executeRaw`DELETE FROM rollup WHERE topic_id = ANY (${ids}::int[])`;
}
