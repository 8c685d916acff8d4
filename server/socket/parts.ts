import type { Server, Socket } from "socket.io";
import type { KitFacts, TopicFacts } from "../authority/may";
import type { Actor } from "../contract/actor";
import type { ClientEvents, ServerEvents } from "../contract/events";
import type { TopicParts } from "../contract/topic";

/** What a client shows at the handshake; kept as long as the socket, and looked at anew on each request. */
export type Credentials = { cookie: string | undefined; token: string | undefined };

/** A person who is signed in now, and until when (milliseconds of Unix time). */
export type Session = { actor: Actor; expiresAt: number | null };

/** Throws `not-signed-in` or `token-expired`. */
export type Authenticate = (credentials: Credentials) => Promise<Session>;

/** What the sockets need to know of topics, as things are at the moment of asking. */
export type Topics = {
  /** A registered topic, or null; `status` and `errors` of an existing kit have the id null. */
  find(parts: TopicParts): Promise<{ id: number | null; facts: TopicFacts } | null>;
  /** Registers the topic where the rules allow it; throws `not-found` or `limit-reached`. */
  require(topic: string): Promise<{ backfillDays: number }>;
  kitFacts(className: string, kit: string): Promise<KitFacts | null>;
  /** Keeps that this person follows the topic. */
  remember(actor: Actor, parts: TopicParts): Promise<void>;
  forget(actor: Actor, parts: TopicParts): Promise<void>;
};

/** What is kept with a socket: no rights, those are asked for each time. */
export type SocketData = {
  credentials: Credentials;
  userId: string;
  /** State of the rights (see rights.ts) under which it was last checked. */
  checkedAt: number;
  expiresAt: number | null;
};

type NoEvents = Record<string, never>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, NoEvents, SocketData>;
export type LiveServer = Server<ClientEvents, ServerEvents, NoEvents, SocketData>;

/** Rooms of topics are named as the topic or filter; every topic has a slash, no other room has. */
export function isTopicRoom(room: string): boolean {
  return room.includes("/");
}

/** The topics and filters that a socket follows. */
export function topicRooms(socket: LiveSocket): string[] {
  return [...socket.rooms].filter(isTopicRoom);
}
