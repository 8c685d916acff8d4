import type { RawMessage } from "../contract/message";
import { findText } from "../contract/payload";
import type { Message } from "../contract/shapes";
import type { LiveServer } from "./parts";

/** Messages that go out in one event. */
export type Parcel = { messages: Message[]; attachments: number; bytes: number };

/** socket.io-parser ends the connection of a receiver at the eleventh attachment of an event. */
const MOST_ATTACHMENTS = 10;
const MOST_BYTES = 256 * 1024;
const MOST_MESSAGES = 200;

/** A message as `topic:messages` carries it. */
export function toMessage({ topic, payload, at, qos, retain }: RawMessage): Message {
  return { topic, payload: findText(payload) ?? asBuffer(payload), at, qos, retain };
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

function newParcel(raw: RawMessage): Parcel {
  const parcel = { messages: [], attachments: 0, bytes: 0 };
  pack(parcel, raw);
  return parcel;
}

/** Adds a message where the parcel still has room for it; answers whether it had. */
function pack(parcel: Parcel, raw: RawMessage): boolean {
  const message = toMessage(raw);
  const attachments = typeof message.payload === "string" ? 0 : 1;
  const { messages } = parcel;
  if (messages.length > 0) {
    if (messages.length >= MOST_MESSAGES || parcel.bytes + raw.payload.length > MOST_BYTES) return false;
    if (parcel.attachments + attachments > MOST_ATTACHMENTS) return false;
  }
  messages.push(message);
  parcel.attachments += attachments;
  parcel.bytes += raw.payload.length;
  return true;
}

function asBuffer(payload: Uint8Array): Buffer {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
}

/**
 * Takes messages from the link to the union of their rooms: one event, encoded once, and once for each socket
 * however many of its rooms match. Neighbours of one turn of the event loop that go to the same rooms share an event.
 */
export function openDelivery(io: LiveServer, roomsOf: (topic: string) => string[]) {
  let waiting: { rooms: string[]; parcel: Parcel }[] = [];

  function flush(): void {
    const ready = waiting;
    waiting = [];
    for (const { rooms, parcel } of ready) io.to(rooms).emit("topic:messages", parcel.messages);
  }

  return function deliver(raw: RawMessage): void {
    const rooms = roomsOf(raw.topic);
    if (rooms.length === 0) return;
    const last = waiting.at(-1);
    if (last && sameRooms(last.rooms, rooms) && pack(last.parcel, raw)) return;
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ rooms, parcel: newParcel(raw) });
  };
}

function sameRooms(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((room, index) => room === other[index]);
}
