import { findText } from "./payload";
import type { HttpMessage, Qos } from "./shapes";

/** A message as it is inside the server: bytes, whatever they say. `at` is when the broker took it. */
export type RawMessage = { topic: string; payload: Uint8Array; at: number; qos: Qos; retain: boolean };

/** The same as HTTP carries it. */
export function httpMessage({ topic, payload, at, qos, retain }: RawMessage): HttpMessage {
  const text = findText(payload);
  const rest = { topic, at, qos, retain };
  return text === null
    ? { ...rest, payloadBase64: Buffer.from(payload).toString("base64") }
    : { ...rest, payload: text };
}
