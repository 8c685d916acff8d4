import { saysWhen } from "#server/contract/backfill";
import type { Subscribed } from "#server/contract/events";
import type { Reply } from "#server/contract/refusal";
import { type Connection, connection, OPENING } from "./connection";
import { fromSocket } from "./message";
import { serverClock } from "./server-clock";
import { createSocket, followConnection, type LiveSocket } from "./socket";
import { createListeners, createStore, type Listeners, type Store } from "./store";
import { createWatches, type Watches } from "./watches";

/** When a kit was last seen to come or go; the key is `<class>/<kit>`. */
export type PresenceMap = ReadonlyMap<string, { online: boolean; at: number }>;

/** Everything live of this browser page: one socket, and what comes over it. */
export type LivePage = {
  socket: LiveSocket;
  connection: Store<Connection>;
  watches: Watches;
  presence: Store<PresenceMap>;
  /** Told when members, kits or topics of a class changed. */
  onClassChanged(className: string): Listeners;
};

let page: LivePage | null = null;

/** The page's one connection; opened by the first who asks. In the browser only. */
export function livePage(): LivePage {
  page ??= openLivePage();
  return page;
}

function openLivePage(): LivePage {
  const socket = createSocket();
  const state = createStore<Connection>(OPENING);
  const presence = createStore<PresenceMap>(new Map());
  const changed = new Map<string, Listeners>();
  const watches = createWatches({
    subscribe: (topic) => ask(socket, topic),
    unsubscribe: (topic) => socket.emit("topic:unsubscribe", { topic }, () => {}),
  });
  const onClassChanged = (className: string): Listeners => {
    const listeners = changed.get(className) ?? createListeners();
    changed.set(className, listeners);
    return listeners;
  };

  socket.on("topic:messages", (messages) => {
    const last = messages.at(-1);
    if (last && !saysWhen(last.payload)) serverClock.note(last.at);
    watches.onMessages(messages.map(fromSocket));
  });
  socket.on("topic:gap", ({ since }) => watches.onGap(since));
  socket.on("topic:closed", ({ topic, code, message }) => watches.onClosed(topic, { code, message }));
  socket.on("kit:presence", (change) => {
    const { online, at } = change;
    presence.set(new Map(presence.read()).set(`${change.class}/${change.kit}`, { online, at }));
  });
  socket.on("class:changed", (change) => {
    watches.retry();
    onClassChanged(change.class).tell();
  });
  followConnection(socket, (event) => {
    state.set(connection(state.read(), event));
    if (event.type === "up") watches.onUp();
    else watches.onDown();
  });
  return { socket, connection: state, watches, presence, onClassChanged };
}

const ANSWER_MS = 8000;

async function ask(socket: LiveSocket, topic: string): Promise<Reply<Subscribed>> {
  try {
    const reply = await socket.timeout(ANSWER_MS).emitWithAck("topic:subscribe", { topic });
    if (!reply.ok) return reply;
    return { ok: true, value: { ...reply.value, retained: reply.value.retained.map(fromSocket) } };
  } catch {
    return { ok: false, code: "unavailable", message: "No answer from the server." };
  }
}
