import type { RawMessage } from "../contract/message";
import { Refusal } from "../contract/refusal";
import { insertMessages, isRefusedRow, reserveSeqBlock, SEQ_BLOCK } from "../sql/message-writer";

type Place = { id: number; backfill: boolean };

/**
 * Stores messages of the past in the order in which they come, each page whole or not at all, as the recorder does;
 * those of topics for which `placeOf` answers null are passed over. Their hours are summed up anew as those of every
 * message that comes late (sql/rollups.ts). Answers how many were stored.
 */
export async function restoreMessages(
  pages: AsyncIterable<readonly RawMessage[]>,
  placeOf: (message: RawMessage) => Place | null,
): Promise<number> {
  const nextSeq = sequence();
  let stored = 0;
  for await (const page of pages) {
    const rows = [];
    for (const message of page) {
      const place = placeOf(message);
      if (!place) continue;
      const { at, payload, qos, retain } = message;
      const seq = await nextSeq();
      rows.push({ topicId: place.id, backfill: place.backfill, at, payload, qos, retain, seq });
    }
    if (rows.length > 0) await insertMessages(rows).catch(refuseRow);
    stored += rows.length;
  }
  return stored;
}

function sequence(): () => Promise<number> {
  let next = 0;
  let end = 0;
  return async () => {
    if (next === end) {
      next = await reserveSeqBlock();
      end = next + SEQ_BLOCK;
    }
    return next++;
  };
}

function refuseRow(error: unknown): never {
  if (!isRefusedRow(error)) throw error;
  throw new Refusal("bad-input", "The database refuses a message of this file.", { cause: error });
}
