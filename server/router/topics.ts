import { mayReadBoard } from "../authority/may";
import type { Actor } from "../contract/actor";
import { topicChange, topicInput } from "../contract/inputs";
import { topicsQuery } from "../contract/queries";
import { Refusal } from "../contract/refusal";
import { findTopicParts, requireTopicParts, type TopicParts } from "../contract/topic";
import { live } from "../live";
import { noTopic } from "../sql/scope";
import { changeTopic, createTopic, deleteTopic, isRetained, requireTopic, topicsOf } from "../sql/topics";
import { member, memberOfOpen, outOfScope } from "./allow";
import { requireBoardManager, requireManageable } from "./kit-rights";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/topics`, of one kit with `?kit=` */
export const listTopics = route({
  params: ["class"],
  allow: member,
  query: topicsQuery,
  answer: ({ actor, params, query }) => topicsOf(actor, params.class, query),
});

/** `POST /api/v1/classes/{class}/topics`: declares a topic before its first message. */
export const makeTopic = route({
  params: ["class"],
  allow: memberOfOpen,
  input: topicInput,
  status: 201,
  answer: async ({ actor, params, input }) => {
    const parts = requirePartsIn(params.class, input.topic);
    if (parts.kind === "status" || parts.kind === "errors")
      throw badTopic("status and errors are every kit's own and need no registration");
    if (parts.kit !== null) await requireManageable(actor, params.class, parts.kit);
    else if (!mayReadBoard(actor, params.class)) throw outOfScope();
    return createTopic(actor, parts, input);
  },
});

/** `GET /api/v1/classes/{class}/topics/{topic}`, slashes as they are */
export const readTopic = route({
  params: ["class", "topic"],
  allow: member,
  answer: ({ actor, params }) => requireTopic(actor, params.class, params.topic),
});

/** `PATCH /api/v1/classes/{class}/topics/{topic}`: label, unit, whether it takes readings from the past. */
export const editTopic = route({
  params: ["class", "topic"],
  allow: member,
  input: topicChange,
  answer: async ({ actor, params, input }) => {
    const { topic } = await requireManageableTopic(actor, params.class, params.topic);
    const changed = await changeTopic(actor, params.class, params.topic, input);
    live.require().topicChanged(topic);
    return changed;
  },
});

/** `DELETE /api/v1/classes/{class}/topics/{topic}`: with its messages, the retained one included. */
export const removeTopic = route({
  params: ["class", "topic"],
  allow: member,
  status: 204,
  answer: async ({ actor, params }) => {
    const { topic } = await requireManageableTopic(actor, params.class, params.topic);
    if (await isRetained(topic)) await dropRetained(topic);
    await deleteTopic(actor, params.class, params.topic);
  },
});

async function requireManageableTopic(actor: Actor, className: string, path: string): Promise<TopicParts> {
  const parts = findTopicParts(`${className}/${path}`);
  if (!parts) throw noTopic();
  await requireTopic(actor, className, path);
  if (parts.kit === null) requireBoardManager(actor, className);
  else await requireManageable(actor, className, parts.kit);
  return parts;
}

/** A retained message ends by an empty one (MQTT 3.1.1, 3.3.1.3). */
async function dropRetained(topic: string): Promise<void> {
  await live.require().publish({ topic, payload: new Uint8Array(), qos: 1, retain: true });
}

/** A topic taken apart; throws `bad-input` where it is none of this class. */
export function requirePartsIn(className: string, topic: string): TopicParts {
  const parts = requireTopicParts(topic);
  if (parts.class !== className) throw badTopic(`begins with ${className}/, as all topics of this class do`);
  return parts;
}

function badTopic(message: string): Refusal {
  return new Refusal("bad-input", `topic: ${message}`, { errors: [{ field: "topic", message }] });
}
