import type { Actor, Standing } from "../contract/actor";
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
  /** Those of the class who may see every kit, where kits are not private. */
  kits: (className: string) => `kits:${className}`,
  instructors: (className: string) => `instructors:${className}`,
  /** One person as a member of one class: what is theirs there ends with the membership. */
  member: (className: string, userId: string) => `member:${className}:${userId}`,
  /** Tokens for one kit, of those who see it whoever owns it ... */
  kit: (className: string, kit: string) => `kit:${className}:${kit}`,
  /** ... and of one person, who sees it while they own it. */
  ownKit: (className: string, kit: string, userId: string) => `kit:${className}:${kit}:${userId}`,
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
    const owner =
      ownerId === null ? [] : [rooms.member(className, ownerId), rooms.ownKit(className, kit, ownerId)];
    const all = privateKits ? rooms.instructors(className) : rooms.kits(className);
    io.to([all, rooms.kit(className, kit), ...owner]).emit("kit:presence", {
      class: className,
      kit,
      online,
      at,
    });
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
  for (const standing of actor.standings.values()) {
    wanted.add(rooms.class(standing.class));
    for (const room of kitRoomsOf(actor, standing)) wanted.add(room);
  }
  return wanted;
}

/** The rooms in which somebody hears of kits. */
function kitRoomsOf({ id, scope }: Actor, { class: className, role, privateKits }: Standing): string[] {
  const all = role === "instructor" || !privateKits;
  if (scope !== null && scope.kit !== null)
    return [all ? rooms.kit(className, scope.kit) : rooms.ownKit(className, scope.kit, id)];
  const instructors = role === "instructor" ? [rooms.instructors(className)] : [];
  return [rooms.member(className, id), ...(all ? [rooms.kits(className)] : []), ...instructors];
}
