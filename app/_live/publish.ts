import type { ClientEvents, Published } from "#server/contract/events";
import type { Reply } from "#server/contract/refusal";
import { livePage } from "./live-page";

/** `{topic, payload, qos?, retain?}` */
export type Outgoing = Parameters<ClientEvents["topic:publish"]>[0];

export const ANSWER_MS = 5000;

/**
 * Publishes as the signed-in person. Resolves when the broker has acknowledged it at that QoS; without a connection,
 * or without an answer within five seconds, it is `unavailable`. Nothing waits to be sent later.
 */
export async function publish(message: Outgoing): Promise<Reply<Published>> {
  const { socket } = livePage();
  if (!socket.connected) return unavailable;
  try {
    return await socket.timeout(ANSWER_MS).emitWithAck("topic:publish", message);
  } catch {
    return unavailable;
  }
}

const unavailable = { ok: false, code: "unavailable", message: "No answer from the server." } as const;
