import type { Recorder } from "../history/recorder";
import { log } from "../log";
import type { Inbound } from "./broker";
import type { Registry } from "./registry";

type Intake = {
  registry: Registry;
  recorder: Recorder;
  /** Called once a message is accepted, in order, before the broker distributes it. */
  accepted(inbound: Inbound): void;
  /** Called for each message of a kit: it is alive. */
  seen(kitId: string, at: number): void;
  /** A kit says by its `status` whether it is there. */
  status(inbound: Inbound): void;
};

/**
 * What becomes of a message that the broker took from somebody allowed to send it: its topic is found or
 * registered, it is recorded, and (QoS 1 and 2) only then acknowledged. Throws a Refusal where it is not accepted.
 */
export function openIntake({ registry, recorder, accepted, seen, status }: Intake) {
  return async function take(inbound: Inbound): Promise<void> {
    const topic = registry.find(inbound.topic) ?? (await registry.require(inbound.topic));
    if (topic.id !== null) {
      const stored = recorder.record(newMessage(inbound, topic.id));
      // Nobody waits for QoS 0 (MQTT 3.1.1, 4.3.1): a database that is slow or away does not hold live values up.
      if (inbound.qos === 0) stored.catch((error: unknown) => lost(inbound, error));
      else await stored;
    }
    if (inbound.kit !== null && topic.kit) seen(topic.kit.id, inbound.at);
    if (inbound.topic.endsWith("/status") && topic.id === null) status(inbound);
    accepted(inbound);
  };
}

function newMessage(inbound: Inbound, topicId: number) {
  const { payload, at, qos, retain, session, topic } = inbound;
  return { topicId, at, payload, qos, retain, ...(session ? { packet: { ...session, topic } } : {}) };
}

function lost({ topic, at }: Inbound, reason: unknown): void {
  log.warn("mqtt.not-recorded", { topic, at, reason: String(reason) });
}
