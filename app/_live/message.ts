import type { HttpMessage, Message } from "#server/contract/shapes";

/** A message as HTTP carries it, in the form that the socket gives it. */
export function fromHttp(message: HttpMessage): Message {
  const { topic, at, qos, retain } = message;
  const payload = "payload" in message ? message.payload : bytesFrom(message.payloadBase64);
  return { topic, payload, at, qos, retain };
}

/** What came over the socket: a browser hands binary over as ArrayBuffer. */
export function fromSocket(message: Message): Message {
  const payload: unknown = message.payload;
  return payload instanceof ArrayBuffer ? { ...message, payload: new Uint8Array(payload) } : message;
}

function bytesFrom(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * What two copies of one message, from the socket and from history, have in common. QoS and retain flag differ
 * between them where the broker delivered a retained message late.
 */
export function identityOf({ topic, at, payload }: Message): string {
  const text = typeof payload === "string" ? `t${payload}` : `b${payload.join(",")}`;
  return `${topic}\n${at}\n${text}`;
}
