import type { z } from "zod";
import { mayKnowClass, mayPublish, type TopicFacts } from "../authority/may";
import type { Actor } from "../contract/actor";
import { findTaken } from "../contract/backfill";
import type { Published } from "../contract/events";
import { publishInput } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import { requireTopicParts } from "../contract/topic";
import type { Link } from "../mqtt/link";
import type { Asked, Question } from "./ask";
import type { Topics } from "./parts";
import { inOrder, type Step } from "./steps";

type PublishInput = z.output<typeof publishInput>;
type PublishParts = { topics: Pick<Topics, "kitFacts" | "require">; link: Pick<Link, "publish"> };
type Publishing = Asked<PublishInput, TopicFacts> & { at: number };

/** The paper's Fig. 8, publish: token and topic verified -> the broker performs it -> result. */
export function publishing({ topics, link }: PublishParts): Question<PublishInput, TopicFacts, Published> {
  const steps: Step<Publishing>[] = [registerTopic, publishAtBroker];

  async function registerTopic({ input: { topic, payload } }: Publishing) {
    const { backfillDays } = await topics.require(topic);
    findTaken(payload, { now: Date.now(), days: backfillDays }); // refused here: MQTT has no answer for it
  }

  async function publishAtBroker(state: Publishing) {
    const { topic, payload, qos, retain } = state.input;
    const sent = link.publish({ topic, payload: bytes(payload), qos, retain });
    state.letNextGo();
    state.at = (await sent).at;
  }

  return {
    input: publishInput,
    lookUpTopic: (actor, { topic }) => requireFacts(topics, actor, topic),
    allow: mayPublish,
    turn: () => "publish",
    answer: async (asked) => {
      const state: Publishing = { ...asked, at: 0 };
      await inOrder(steps, state, asked.trace);
      asked.trace("result");
      return { topic: asked.input.topic, qos: asked.input.qos, at: state.at };
    },
  };
}

/** Who owns what the topic belongs to; it need not be registered yet. Throws `bad-input` or `not-found`. */
async function requireFacts(
  topics: Pick<Topics, "kitFacts">,
  actor: Actor,
  topic: string,
): Promise<TopicFacts> {
  const parts = requireTopicParts(topic);
  const kit =
    parts.kit !== null && mayKnowClass(actor, parts.class)
      ? await topics.kitFacts(parts.class, parts.kit)
      : null;
  if (!mayKnowClass(actor, parts.class) || (parts.kit !== null && !kit))
    throw new Refusal("not-found", `There is no topic ${topic}, or none that you may know of.`);
  return { class: parts.class, kind: parts.kind, kit };
}

function bytes(payload: string | Uint8Array): Uint8Array {
  return typeof payload === "string" ? Buffer.from(payload, "utf8") : payload;
}
