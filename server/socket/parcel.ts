import { isUtf8 } from "node:buffer";
import type { RawMessage } from "../contract/message";
import type { Message } from "../contract/shapes";

/** Messages that go out in one event, and how much they are. */
export type Parcel = { messages: Message[]; attachments: number; bytes: number };

/** socket.io-parser ends the connection of a receiver at the eleventh attachment of an event. */
const MOST_ATTACHMENTS = 10;
const MOST_BYTES = 256 * 1024;
const MOST_MESSAGES = 200;

/** What counts against the bounds of an event. */
type Load = { count: number; attachments: number; bytes: number };

/** Whether an event bears both; one message alone it always bears. */
export function bears(load: Load, more: Load): boolean {
  return (
    load.count === 0 ||
    (load.count + more.count <= MOST_MESSAGES &&
      load.bytes + more.bytes <= MOST_BYTES &&
      load.attachments + more.attachments <= MOST_ATTACHMENTS)
  );
}

/** A message as `topic:messages` carries it. */
export function toMessage({ topic, payload, at, qos, retain }: RawMessage): Message {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  return { topic, payload: isUtf8(bytes) ? bytes.toString("utf8") : bytes, at, qos, retain };
}

export function newParcel(raw: RawMessage): Parcel {
  const parcel = { messages: [], attachments: 0, bytes: 0 };
  pack(parcel, raw);
  return parcel;
}

/** Adds a message where the parcel still has room for it; answers whether it had. */
export function pack(parcel: Parcel, raw: RawMessage): boolean {
  const message = toMessage(raw);
  const attachments = typeof message.payload === "string" ? 0 : 1;
  if (!bears(loadOf(parcel), { count: 1, attachments, bytes: raw.payload.length })) return false;
  parcel.messages.push(message);
  parcel.attachments += attachments;
  parcel.bytes += raw.payload.length;
  return true;
}

/** Puts messages into as few events as a receiver bears, in their order. */
export function inParcels(messages: Iterable<RawMessage>): Message[][] {
  const parcels: Parcel[] = [];
  for (const raw of messages) {
    const last = parcels.at(-1);
    if (!last || !pack(last, raw)) parcels.push(newParcel(raw));
  }
  return parcels.map((parcel) => parcel.messages);
}

export function loadOf({ messages, attachments, bytes }: Parcel): Load {
  return { count: messages.length, attachments, bytes };
}
