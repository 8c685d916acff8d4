import type { z } from "zod";
import { mayActAsPerson } from "../authority/may";
import type { Subscribed } from "../contract/events";
import { subscribeInput, unsubscribeInput } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import type { Qos } from "../contract/shapes";
import { findTopicParts } from "../contract/topic";
import type { Log } from "../log";
import type { RetainedMessage } from "../mqtt/broker";
import { type Asked, notAllowed, type Question } from "./ask";
import { inParcels } from "./parcel";
import { type LiveServer, type LiveSocket, type Session, type Topics, topicRooms } from "./parts";
import type { Rooms } from "./rooms";
import { inOrder, type Step } from "./steps";
import { mayFollow, requireSubject, type Subject } from "./subject";

type SubscribeInput = z.output<typeof subscribeInput>;
type UnsubscribeInput = z.output<typeof unsubscribeInput>;

export type SubscribeParts = {
  topics: Topics;
  rooms: Rooms;
  retained: (filter: string) => Promise<RetainedMessage[]>;
  verifyToken(socket: LiveSocket): Promise<Session>;
  /** State of the rights now (see rights.ts). */
  rights(): number;
  /** Resolves once the socket has room for more. */
  ready(socket: LiveSocket): Promise<void>;
};

/** Rooms of topics that one socket may be in: a page shows some dozens. */
const MOST_ROOMS = 200;

type Following = Asked<SubscribeInput, Subject> & { granted: Qos; retained: RetainedMessage[] };

/** The paper's Fig. 8, subscribe: token -> topic in the database -> room -> SUBSCRIBE at the broker -> result. */
export function subscribing(parts: SubscribeParts): Question<SubscribeInput, Subject, Subscribed> {
  const steps = subscribeSteps(parts);
  return {
    input: subscribeInput,
    lookUpTopic: (actor, { topic }) => requireSubject(parts.topics, actor, topic),
    allow: mayFollow,
    turn: ({ topic }) => topic,
    answer: async (asked) => {
      const state: Following = { ...asked, granted: asked.input.qos, retained: [] };
      await inOrder(steps, state, asked.trace);
      asked.trace("result");
      return result(state, parts);
    },
  };
}

function subscribeSteps({ topics, rooms, retained, verifyToken, rights }: SubscribeParts): Step<Following>[] {
  async function joinRoom({ socket, input: { topic } }: Following) {
    if (socket.rooms.has(topic)) return undefined;
    if (topicRooms(socket).length >= MOST_ROOMS)
      throw new Refusal("limit-reached", `A connection follows at most ${MOST_ROOMS} topics.`);
    rooms.join(socket, topic);
    return () => void socket.leave(topic);
  }

  /** Rights that ended before the socket was in the room were not missed by it: from here on rights.ts finds it. */
  async function checkAgain(state: Following) {
    while (state.checkedAt !== rights()) {
      state.checkedAt = rights();
      const { actor } = await verifyToken(state.socket);
      state.subject = await requireSubject(topics, actor, state.input.topic);
      if (!mayFollow(actor, state.subject)) throw notAllowed();
    }
  }

  async function subscribeAtBroker(state: Following) {
    const granted = await rooms.follow(state.input.topic, state.input.qos);
    if (granted < state.granted) state.granted = granted;
  }

  async function findRetained(state: Following) {
    state.retained = await retained(state.input.topic);
  }

  /** What a person follows, their pages find again; an app's token follows nothing for its maker. */
  async function remember({ actor, subject }: Following) {
    if (mayActAsPerson(actor) && subject.kind === "topic" && subject.id !== null)
      await topics.remember(actor, subject.parts);
  }

  return [joinRoom, checkAgain, subscribeAtBroker, findRetained, remember];
}

/** The answer carries what one event bears of the retained messages; the rest goes ahead of it. */
async function result({ socket, input: { topic }, granted, retained }: Following, parts: SubscribeParts) {
  const parcels = inParcels(retained.map((message) => ({ ...message, retain: true })));
  const last = parcels.pop() ?? [];
  for (const parcel of parcels) {
    socket.emit("topic:messages", parcel);
    await parts.ready(socket);
  }
  if (!socket.rooms.has(topic)) throw new Refusal("not-allowed", "The right to this topic has ended.");
  return { topic, qos: granted, retained: last };
}

type UnsubscribeParts = { io: LiveServer; topics: Topics; log: Log };

/** Leaves a room. Everybody may leave, and to be in none is no error. */
export function unsubscribing({
  io,
  topics,
  log,
}: UnsubscribeParts): Question<UnsubscribeInput, null, { topic: string }> {
  return {
    input: unsubscribeInput,
    lookUpTopic: async () => null,
    allow: () => true,
    turn: ({ topic }) => topic,
    answer: async ({ socket, actor, input: { topic }, trace }) => {
      trace("leaveRoom");
      void socket.leave(topic);
      const parts = findTopicParts(topic);
      if (parts && mayActAsPerson(actor) && !isFollowedBy(io, actor.id, topic)) {
        await topics.forget(actor, parts).catch((error: unknown) => log.error("socket.forget", error));
      }
      return { topic };
    },
  };
}

/** Whether another connection of this person is in the room still. */
function isFollowedBy(io: LiveServer, userId: string, room: string): boolean {
  const members = io.sockets.adapter.rooms.get(room) ?? new Set();
  for (const id of members) if (io.sockets.sockets.get(id)?.data.userId === userId) return true;
  return false;
}
