import type { Reply } from "#server/contract/refusal";
import type { HttpMessage, Message, Page } from "#server/contract/shapes";
import { callApi } from "./api";
import { fromHttp } from "./message";

const PAGE = 1000;
/** More than this of a gap is left to the history page: the lines would not show it. */
const MOST = 6000;

type Asked = { filter: string; from?: number | undefined; to?: number | undefined; limit?: number };

/**
 * The newest stored messages of a filter, the oldest of them first and those of one millisecond in the order in which
 * they came; null where the server does not answer.
 */
export async function readHistory({ filter, from, to, limit = PAGE }: Asked): Promise<Message[] | null> {
  const found: Message[] = [];
  const most = Math.min(MOST, limit);
  for (let cursor: string | null = ""; cursor !== null && found.length < most; ) {
    const reply: Reply<Page<HttpMessage>> = await callApi<Page<HttpMessage>>(
      "GET",
      pathOf({ filter, from, to, limit: most }, cursor),
    );
    if (!reply.ok) return null;
    found.push(...reply.value.items.map(fromHttp));
    cursor = reply.value.nextCursor;
  }
  return found.reverse();
}

function pathOf({ filter, from, to, limit = PAGE }: Asked, cursor: string): string {
  const query = new URLSearchParams({ topic: filter, order: "desc", limit: String(Math.min(PAGE, limit)) });
  if (from !== undefined) query.set("from", String(from));
  if (to !== undefined) query.set("to", String(to));
  if (cursor) query.set("cursor", cursor);
  return `/classes/${filter.split("/")[0]}/messages?${query}`;
}
