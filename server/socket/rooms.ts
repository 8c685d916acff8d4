import { Refusal } from "../contract/refusal";
import type { Qos } from "../contract/shapes";
import type { Log } from "../log";
import { filterSet } from "../mqtt/filters";
import type { Link } from "../mqtt/link";
import { isTopicRoom, type LiveServer, type LiveSocket } from "./parts";

/** The rooms of topics (the paper's Fig. 5), each backed by one subscription of the link. */
export type Rooms = {
  /** Puts a socket into the room of a topic or filter. */
  join(socket: LiveSocket, room: string): void;
  /** Resolves with the QoS that the broker granted for the room, at least asking for `qos`; one SUBSCRIBE serves all. */
  follow(room: string, qos: Qos): Promise<Qos>;
  /** The rooms with members that a message of this topic goes to. */
  of(topic: string): readonly string[];
  close(): void;
};

type RoomsParts = {
  adapter: LiveServer["sockets"]["adapter"];
  link: Pick<Link, "subscribe" | "unsubscribe">;
  /** How long an empty room keeps its subscription, so that a reload of the page loses nothing. */
  graceMs: number;
  log: Log;
};

type Room = {
  /** What the broker was last asked for and its answer, or null. */
  subscription: { qos: Qos; granted: Promise<Qos> } | null;
  /** What it holds for certain, or null. */
  held: { qos: Qos; granted: Qos } | null;
  /** Everything said to the broker about this room, one after the other. */
  last: Promise<unknown>;
  grace: NodeJS.Timeout | null;
};

/**
 * Lets Socket.IO count the watchers: its adapter announces a room's first member and the leaving of its last one,
 * disconnects included ("the subscription terminates when the subscriber no longer exists").
 */
export function openRooms({ adapter, link, graceMs, log }: RoomsParts): Rooms {
  const rooms = new Map<string, Room>();
  const peopled = filterSet();

  function created(name: string): void {
    if (!isTopicRoom(name)) return;
    peopled.add(name);
    const room = rooms.get(name);
    if (!room) rooms.set(name, { subscription: null, held: null, last: Promise.resolve(), grace: null });
    else if (room.grace) {
      clearTimeout(room.grace);
      room.grace = null;
    }
  }

  function emptied(name: string): void {
    if (!isTopicRoom(name)) return;
    peopled.delete(name);
    const room = rooms.get(name);
    if (room) room.grace = setTimeout(() => abandon(name, room), graceMs).unref();
  }

  function abandon(name: string, room: Room): void {
    room.grace = null;
    room.last = room.last.then(() => unsubscribe(name, room));
  }

  async function unsubscribe(name: string, room: Room): Promise<void> {
    if (adapter.rooms.has(name) || room.grace) return; // somebody came back
    room.subscription = null;
    if (room.held) {
      room.held = null;
      await link.unsubscribe(name).catch((error: unknown) => {
        log.warn("socket.unsubscribe", { room: name, reason: String(error) });
      });
    }
    if (!adapter.rooms.has(name) && !room.grace) rooms.delete(name);
  }

  function follow(name: string, qos: Qos): Promise<Qos> {
    const room = rooms.get(name);
    if (!room) return Promise.reject(new Refusal("unavailable", "The room was left meanwhile."));
    if (room.subscription && room.subscription.qos >= qos) return room.subscription.granted;
    const subscription = { qos, granted: room.last.then(() => link.subscribe(name, qos)) };
    room.subscription = subscription;
    room.last = subscription.granted.then(
      (granted) => {
        room.held = { qos, granted };
      },
      () => {
        if (room.subscription === subscription) room.subscription = kept(room.held);
      },
    );
    return subscription.granted;
  }

  adapter.on("create-room", created);
  adapter.on("delete-room", emptied);
  return {
    follow,
    join: (socket, room) => {
      if (!socket.connected) throw new Refusal("unavailable", "The connection is closed.");
      void socket.join(room); // in memory, at once
    },
    of: (topic) => peopled.match(topic),
    close: () => {
      adapter.off("create-room", created);
      adapter.off("delete-room", emptied);
      for (const { grace } of rooms.values()) if (grace) clearTimeout(grace);
      rooms.clear();
    },
  };
}

function kept(held: Room["held"]): Room["subscription"] {
  return held && { qos: held.qos, granted: Promise.resolve(held.granted) };
}
