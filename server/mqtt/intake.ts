import { findTaken } from "../contract/backfill";
import type { Recorder } from "../history/recorder";
import { log } from "../log";
import type { KnownTopic } from "../sql/topic-registry";
import type { Inbound, Taken } from "./broker";
import type { Registry } from "./registry";

type Intake = {
  registry: Registry;
  recorder: Recorder;
  /** Called once a message is accepted, in order, before the broker distributes it. */
  accepted(inbound: Inbound): void;
  /** Called for each message of a kit: it is alive, by the server's clock. */
  seen(kitId: string, at: number): void;
  /** A kit says by its `status` whether it is there. */
  status(inbound: Inbound): void;
};

/**
 * What becomes of a message that the broker took from somebody allowed to send it: its topic is found or
 * registered, it is recorded, and (QoS 1 and 2) only then acknowledged. Answers the time under which it was
 * accepted (a reading from the past says that itself), at once where nothing has to be waited for. Throws or rejects
 * with a Refusal where it is not accepted.
 */
export function openIntake({ registry, recorder, accepted, seen, status }: Intake) {
  function takeAs(topic: KnownTopic, arrived: Inbound): Taken {
    const taken = findTaken(arrived.payload, { now: arrived.at, days: topic.backfillDays });
    const inbound = taken === null ? arrived : { ...arrived, at: taken };
    if (topic.id === null) return accept(topic, inbound, arrived.at);
    const message = newMessage(inbound, topic.id, topic.backfillDays > 0);
    if (inbound.qos > 0) return recorder.record(message).then(() => accept(topic, inbound, arrived.at));
    // Nobody waits for QoS 0 (MQTT 3.1.1, 4.3.1): a database that is slow or away does not hold live values up.
    recorder.recordUnawaited(message, (reason) => lost(inbound, reason));
    return accept(topic, inbound, arrived.at);
  }

  function accept(topic: KnownTopic, inbound: Inbound, arrivedAt: number): { at: number } {
    if (inbound.kit !== null && topic.kit) seen(topic.kit.id, arrivedAt);
    if (topic.id === null && inbound.topic.endsWith("/status")) status(inbound);
    accepted(inbound);
    return { at: inbound.at };
  }

  return function take(arrived: Inbound): Taken {
    const topic = registry.find(arrived.topic);
    if (topic) return takeAs(topic, arrived);
    return registry.require(arrived.topic).then((found) => takeAs(found, arrived));
  };
}

function newMessage(inbound: Inbound, topicId: number, backfill: boolean) {
  const { payload, at, qos, retain, session, topic } = inbound;
  const packet = session && { ...session, topic };
  return { topicId, at, payload, qos, retain, backfill, packet };
}

function lost({ topic, at }: Inbound, reason: unknown): void {
  log.warn("mqtt.not-recorded", { topic, at, reason: String(reason) });
}
