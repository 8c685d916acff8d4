import { mayPublish, standingIn } from "../authority/may";
import type { Actor } from "../contract/actor";
import { findTaken } from "../contract/backfill";
import { httpPublishInput } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import type { TopicParts } from "../contract/topic";
import { live } from "../live";
import { archived, member } from "./allow";
import { requireReadable } from "./kit-rights";
import { route } from "./route";
import { requirePartsIn } from "./topics";

/** `POST /api/v1/classes/{class}/publish`: answered after the broker's acknowledgement of that QoS. */
export const publish = route({
  params: ["class"],
  allow: member,
  input: httpPublishInput,
  answer: async ({ actor, params, input: { topic, qos, retain, ...content } }) => {
    await requireMayPublish(actor, requirePartsIn(params.class, topic));
    const { backfillDays } = await live.require().requireTopic(topic);
    const payload = bytesOf(content);
    findTaken(payload, { now: Date.now(), days: backfillDays }); // refused here: MQTT has no answer for it
    const { at } = await live.require().publish({ topic, payload, qos, retain });
    return { topic, qos, at };
  },
});

async function requireMayPublish(
  actor: Actor,
  { class: className, kind, kit: slug }: TopicParts,
): Promise<void> {
  const kit = slug === null ? null : await requireReadable(actor, className, slug);
  if (mayPublish(actor, { class: className, kind, kit })) return;
  if (standingIn(actor, className)?.archived) throw archived();
  throw new Refusal("not-allowed", "You may not publish to this topic.");
}

type Content = { payload?: string | undefined; payloadBase64?: string | undefined };

function bytesOf({ payload, payloadBase64 }: Content): Uint8Array {
  if (payloadBase64 !== undefined) return Buffer.from(payloadBase64, "base64");
  return Buffer.from(payload ?? "");
}
