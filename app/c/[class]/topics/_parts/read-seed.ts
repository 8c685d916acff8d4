import type { Actor } from "#server/contract/actor";
import type { HttpMessage, Topic } from "#server/contract/shapes";
import { messagesOf } from "#server/sql/messages";
import type { Seed } from "@/_live/use-filter";

const MOST = 600;
const SPAN_MS = 5 * 60_000;

/**
 * What a live page begins with: the newest messages of a filter, and the last one of each topic that has been silent
 * for longer. Where five minutes hold more than that, `from` says where the page has to fill in the rest.
 */
export async function readSeed(actor: Actor, filter: string, topics: readonly Topic[]): Promise<Seed> {
  const at = Date.now();
  const className = filter.split("/")[0] ?? "";
  const { items, nextCursor } = await messagesOf(actor, className, {
    topic: filter,
    order: "desc",
    limit: MOST,
  });
  const oldest = nextCursor === null ? Number.NEGATIVE_INFINITY : (items.at(-1)?.at ?? at);
  const silent = topics.flatMap(({ last }): HttpMessage[] => (last && last.at < oldest ? [last] : []));
  const spanIsWhole = oldest <= at - SPAN_MS;
  return {
    messages: [...silent, ...items.reverse()],
    at,
    from: spanIsWhole ? at : at - SPAN_MS,
    whole: nextCursor === null,
    backfilled: topics.filter(({ backfill }) => backfill).map(({ topic }) => topic),
  };
}
