import type { RawMessage } from "../contract/message";
import type { Backlog } from "./backlog";
import { newParcel, pack } from "./parcel";
import type { LiveServer } from "./parts";
import { openTempo } from "./tempo";
import { type Run, Trail } from "./trail";

export type DeliveryParts = {
  io: LiveServer;
  roomsOf(topic: string): readonly string[];
  backlog: Pick<Backlog, "misses">;
};

/**
 * Takes messages from the link to the union of their rooms: each is encoded once, and reaches each socket once,
 * however many of its rooms match. What comes together for a socket is one event, one packet and one write.
 */
export function openDelivery({ io, roomsOf, backlog }: DeliveryParts) {
  const { adapter } = io.sockets;
  let waiting: Run[] = [];
  const tempo = openTempo(flush);

  /** Answers how many writes that was. */
  function flush(): number {
    const runs = waiting;
    waiting = [];
    let writes = 0;
    for (const trail of trailsOf(runs)) {
      const ids = trail.members.filter((id) => !isMissed(id, trail));
      writes += ids.length;
      send(trail, ids);
    }
    return writes;
  }

  /** Who gets what, each socket's events in their order. A socket may have left a room since a message came. */
  function trailsOf(runs: readonly Run[]): Iterable<Trail> {
    const root = Trail.begin();
    const last = new Map<string, Trail>();
    const ended = new Set<Trail>();
    const end = (id: string, trail: Trail) => {
      trail.members.push(id);
      ended.add(trail);
    };
    for (const run of runs)
      for (const room of run.rooms)
        for (const id of adapter.rooms.get(room) ?? []) {
          const trail = last.get(id) ?? root;
          if (trail.run === run) continue; // by another of its rooms
          const goesOn = trail.bears(run);
          if (!goesOn) end(id, trail);
          last.set(id, (goesOn ? trail : root).followedBy(run));
        }
    for (const [id, trail] of last) end(id, trail);
    return ended;
  }

  function isMissed(id: string, trail: Trail): boolean {
    const socket = io.sockets.sockets.get(id);
    return !socket || backlog.misses(socket, () => trail.since());
  }

  function send(trail: Trail, ids: string[]): void {
    if (ids.length === 0) return;
    const frame = trail.frame();
    if (!frame) return void io.to(ids).emit("topic:messages", trail.messages());
    // What `emit` does in the end, without its encoding for each of those who get the same.
    for (const id of ids) io.sockets.sockets.get(id)?.conn.write(frame.text, frame.options);
  }

  return {
    deliver: (raw: RawMessage): void => {
      const rooms = roomsOf(raw.topic);
      if (rooms.length === 0) return;
      const last = waiting.at(-1);
      if (last && sameRooms(last.rooms, rooms) && pack(last.parcel, raw)) return;
      waiting.push({ rooms, parcel: newParcel(raw), json: null });
      tempo.ask();
    },
    close: tempo.close,
  };
}

function sameRooms(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((room, index) => room === other[index]));
}
