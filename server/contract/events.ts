import type { z } from "zod";
import type { publishInput, subscribeInput, unsubscribeInput } from "./inputs";
import type { RefusalCode, Reply } from "./refusal";
import type { Message, Qos } from "./shapes";

type Ask<Input, Value> = (input: Input, reply: (reply: Reply<Value>) => void) => void;

export type Subscribed = { topic: string; qos: Qos; retained: Message[] };
export type Published = { topic: string; qos: Qos; at: number };

/** What a client asks over Socket.IO; each is acknowledged with a `Reply`. */
export type ClientEvents = {
  "topic:subscribe": Ask<z.input<typeof subscribeInput>, Subscribed>;
  "topic:unsubscribe": Ask<z.input<typeof unsubscribeInput>, { topic: string }>;
  "topic:publish": Ask<z.input<typeof publishInput>, Published>;
};

/** What the server says over Socket.IO. */
export type ServerEvents = {
  /** One or more, in the order of arrival. */
  "topic:messages": (messages: Message[]) => void;
  /** The connection was too slow: messages were left out, the earliest of this time (milliseconds of Unix time). */
  "topic:gap": (gap: { since: number }) => void;
  "kit:presence": (presence: { class: string; kit: string; online: boolean; at: number }) => void;
  /** The room was left because the right to it ended. */
  "topic:closed": (closed: { topic: string; code: RefusalCode; message: string }) => void;
  /** Members, kits or topics of the class changed: what a page shows of them is to be read again. */
  "class:changed": (changed: { class: string }) => void;
};
