import { standingIn } from "../authority/may";
import type { Actor } from "../contract/actor";
import { exportQuery, removalQuery } from "../contract/queries";
import { Refusal } from "../contract/refusal";
import { hasWildcard } from "../contract/topic";
import { auditRemoval, findUnmanageable, removeMessages } from "../sql/history-removal";
import { countMessages, historyOf } from "../sql/history-size";
import { readableIds } from "../sql/readable-topics";
import { noTopic } from "../sql/scope";
import { archived, member, overseer } from "./allow";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/history`: how much is stored, and for how long. */
export const readHistory = route({
  params: ["class"],
  allow: overseer,
  answer: ({ actor, params }) => historyOf(actor, params.class),
});

/** `GET /api/v1/classes/{class}/messages/count`: how many messages a file of them would have, or a deletion take. */
export const readCount = route({
  params: ["class"],
  allow: member,
  query: exportQuery,
  answer: async ({ actor, params, query }) => ({ messages: await countMessages(actor, params.class, query) }),
});

/** `DELETE /api/v1/classes/{class}/messages`: stored messages of a topic or filter, from before a time, or both. */
export const removeHistory = route({
  params: ["class"],
  allow: member,
  query: removalQuery,
  answer: async ({ actor, params, query }) => {
    const topics = await requireManageableTopics(actor, params.class, query.topic);
    await auditRemoval(actor, params.class, query);
    return { messages: await removeMessages(topics, query.before ?? null) };
  },
});

/** The topics that a filter matches, or all; throws `not-allowed` where one of them is somebody else's. */
async function requireManageableTopics(
  actor: Actor,
  className: string,
  filter: string | undefined,
): Promise<number[]> {
  const topics = await readableIds(actor, className, filter);
  if (topics.size === 0 && filter !== undefined && !hasWildcard(filter)) throw noTopic();
  const foreign = await findUnmanageable(actor, className, [...topics.keys()]);
  if (foreign === null) return [...topics.keys()];
  if (standingIn(actor, className)?.archived) throw archived();
  throw new Refusal("not-allowed", `The history of ${topics.get(foreign)} is not yours to delete.`);
}
