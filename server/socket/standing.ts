import type { Actor } from "../contract/actor";
import { isTopicRoom, type LiveServer, type LiveSocket } from "./parts";

/** A kit came or went; `ownerId` and `privateKits` say who may know. */
export type KitPresence = {
  class: string;
  kit: string;
  online: boolean;
  at: number;
  ownerId: string | null;
  privateKits: boolean;
};

/** Pages read their class again at most this often. */
const CALM_MS = 500;

/** The rooms that a person's standings give: what happens in a class is told to those whom it concerns. */
export const rooms = {
  user: (userId: string) => `user:${userId}`,
  class: (className: string) => `class:${className}`,
  instructors: (className: string) => `instructors:${className}`,
  /** One person as a member of one class: what is theirs there ends with the membership. */
  member: (className: string, userId: string) => `member:${className}:${userId}`,
};

export function openStandings(io: LiveServer) {
  const calm = new Map<string, NodeJS.Timeout>();
  const again = new Set<string>();

  function place(socket: LiveSocket, actor: Actor): void {
    const wanted = roomsOf(actor);
    for (const room of [...socket.rooms])
      if (room !== socket.id && !isTopicRoom(room) && !wanted.has(room)) void socket.leave(room);
    void socket.join([...wanted]);
  }

  function presence({ class: className, kit, online, at, ownerId, privateKits }: KitPresence): void {
    const owner = ownerId === null ? [] : [rooms.member(className, ownerId)];
    const who = privateKits ? [rooms.instructors(className), ...owner] : [rooms.class(className)];
    io.to(who).emit("kit:presence", { class: className, kit, online, at });
  }

  /** Tells the class's pages to read again; many calls in a moment are one event now and one at the end. */
  function classChanged(className: string): void {
    if (calm.has(className)) {
      again.add(className);
      return;
    }
    io.to(rooms.class(className)).emit("class:changed", { class: className });
    calm.set(className, setTimeout(() => calmed(className), CALM_MS).unref());
  }

  function calmed(className: string): void {
    calm.delete(className);
    if (again.delete(className)) classChanged(className);
  }

  return {
    place,
    presence,
    classChanged,
    close: () => {
      for (const timer of calm.values()) clearTimeout(timer);
      calm.clear();
    },
  };
}

export type Standings = ReturnType<typeof openStandings>;

function roomsOf(actor: Actor): Set<string> {
  const wanted = new Set([rooms.user(actor.id)]);
  for (const { class: className, role } of actor.standings.values()) {
    wanted.add(rooms.class(className));
    wanted.add(rooms.member(className, actor.id));
    if (role === "instructor") wanted.add(rooms.instructors(className));
  }
  return wanted;
}
