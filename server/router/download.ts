import { Refusal } from "../contract/refusal";
import { log } from "../log";
import { isDatabaseAway } from "../sql/away";

type Body<Item> = {
  head: string;
  line(item: Item): string;
  /** Aborted when its reader has gone. */
  signal: AbortSignal;
  onCancel(): void;
};

/**
 * Pages of items as the body of an answer, a line each. While a reader takes one page the next is read, and no more:
 * a slow reader fills no memory. The first is read before this returns, so that what is refused at the door is still
 * answered as a refusal. What fails later breaks the body off, and nobody takes the half for the whole.
 */
export async function linesAsBody<Item>(
  pages: AsyncIterator<readonly Item[]>,
  { head, line, signal, onCancel }: Body<Item>,
): Promise<ReadableStream<Uint8Array>> {
  const utf8 = new TextEncoder();
  let ahead = Promise.resolve(await pages.next());
  return new ReadableStream<Uint8Array>(
    {
      start: (body) => {
        if (head) body.enqueue(utf8.encode(head));
      },
      pull: async (body) => {
        try {
          const page = await ahead;
          if (page.done) return body.close();
          ahead = pages.next();
          ahead.catch(() => {}); // said by the next pull, or nobody waits for it any more
          body.enqueue(utf8.encode(page.value.map(line).join("")));
        } catch (error) {
          if (!signal.aborted) say(error);
          body.error(error);
        }
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}

function say(error: unknown): void {
  if (error instanceof Refusal || isDatabaseAway(error))
    log.warn("router.download.broken-off", { reason: String(error) });
  else log.error("router.download", error);
}

/** The header that makes a browser save an answer, under a name made of these words (RFC 6266). */
export function fileName(words: readonly string[], ending: string): string {
  const name = words.flatMap((word) => word.match(/[\p{L}\p{N}\p{M}_-]+/gu) ?? []).join("-");
  const plain = name.replace(/[^\w-]+/g, "_");
  return `attachment; filename="${plain}.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}.${ending}`;
}
