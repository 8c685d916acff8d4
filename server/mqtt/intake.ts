import { findTaken } from "../contract/backfill";
import type { Recorder } from "../history/recorder";
import { log } from "../log";
import type { Inbound } from "./broker";
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
 * registered, it is recorded, and (QoS 1 and 2) only then acknowledged. Resolves with the time under which it was
 * accepted: a reading from the past says that itself. Throws a Refusal where it is not accepted.
 */
export function openIntake({ registry, recorder, accepted, seen, status }: Intake) {
  return async function take(arrived: Inbound): Promise<{ at: number }> {
    const topic = registry.find(arrived.topic) ?? (await registry.require(arrived.topic));
    const taken = findTaken(arrived.payload, { now: arrived.at, days: topic.backfillDays });
    const inbound = taken === null ? arrived : { ...arrived, at: taken };
    if (topic.id !== null) {
      const stored = recorder.record(newMessage(inbound, topic.id, topic.backfillDays > 0));
      // Nobody waits for QoS 0 (MQTT 3.1.1, 4.3.1): a database that is slow or away does not hold live values up.
      if (inbound.qos === 0) stored.catch((error: unknown) => lost(inbound, error));
      else await stored;
    }
    if (inbound.kit !== null && topic.kit) seen(topic.kit.id, arrived.at);
    if (inbound.topic.endsWith("/status") && topic.id === null) status(inbound);
    accepted(inbound);
    return { at: inbound.at };
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
