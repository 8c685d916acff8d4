import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { Log } from "../log";
import { notAllowed } from "./ask";
import {
  type Authenticate,
  type LiveServer,
  type LiveSocket,
  type Session,
  type Topics,
  topicRooms,
} from "./parts";
import { rooms, type Standings } from "./standing";
import { mayFollow, requireSubject } from "./subject";

/** Whose rights may have changed: a person's, a class's, or with neither, everybody's. */
export type Affected = { class?: string; userId?: string };

type RightsParts = {
  io: LiveServer;
  authenticate: Authenticate;
  topics: Topics;
  standings: Standings;
  log: Log;
};

/** Changes within this time are looked at together. */
const GATHER_MS = 20;
/** When the database was away. */
const RETRY_MS = 1000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Rights hold only as long as they last: each change raises the state of the rights and has the sockets that it
 * touches checked again, session and rooms; an expired session is found by its own timer.
 */
export function openRights({ io, authenticate, topics, standings, log }: RightsParts) {
  const expiries = new Map<LiveSocket, NodeJS.Timeout>();
  let state = 0;
  let pending: Affected[] = [];
  let running = false;
  let timer: NodeJS.Timeout | null = null;

  function recheck(affected: Affected): void {
    state++;
    again(affected, GATHER_MS);
  }

  function again(affected: Affected, ms: number): void {
    pending.push(affected);
    if (!timer && !running) timer = setTimeout(pass, ms).unref();
  }

  async function pass(): Promise<void> {
    timer = null;
    running = true;
    const affected = pending;
    pending = [];
    const sockets = [...io.sockets.sockets.values()].filter((socket) =>
      affected.some((one) => touches(one, socket)),
    );
    await checkAll(sockets);
    running = false;
    if (pending.length > 0) timer = setTimeout(pass, 0).unref();
  }

  async function checkAll(sockets: readonly LiveSocket[]): Promise<void> {
    const late = await Promise.all(sockets.map(checkOrRetry));
    const users = new Set(late.filter((userId) => userId !== null));
    if (users.size === 0) return;
    setTimeout(() => {
      for (const userId of users) again({ userId }, 0);
    }, RETRY_MS).unref();
  }

  /** Answers the person whose rights could not be looked up: they are neither confirmed nor ended. */
  async function checkOrRetry(socket: LiveSocket): Promise<string | null> {
    try {
      await check(socket);
      return null;
    } catch (error) {
      log.warn("socket.recheck", { reason: String(error) });
      return socket.data.userId;
    }
  }

  async function check(socket: LiveSocket): Promise<void> {
    const session = await authenticate(socket.data.credentials).catch((error: unknown) => {
      if (!isGone(error)) throw error;
      eject(socket, error);
      return null;
    });
    if (!session || !socket.connected) return;
    note(socket, session);
    standings.place(socket, session.actor);
    await Promise.all(topicRooms(socket).map((room) => checkRoom(socket, room, session.actor)));
  }

  async function checkRoom(socket: LiveSocket, room: string, actor: Actor): Promise<void> {
    try {
      const subject = await requireSubject(topics, actor, room);
      if (!mayFollow(actor, subject)) throw notAllowed();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "unavailable") throw error;
      closeRoom(socket, room, error);
    }
  }

  function closeRoom(socket: LiveSocket, topic: string, { code, message }: Refusal): void {
    if (!socket.rooms.has(topic)) return;
    void socket.leave(topic);
    socket.emit("topic:closed", { topic, code, message });
  }

  function eject(socket: LiveSocket, reason: Refusal): void {
    for (const room of topicRooms(socket)) closeRoom(socket, room, reason);
    socket.disconnect(true);
  }

  function note(socket: LiveSocket, { expiresAt }: Session): void {
    socket.data.expiresAt = expiresAt;
    clearTimeout(expiries.get(socket));
    expiries.delete(socket);
    if (expiresAt === null || !socket.connected) return;
    // At least a second: a session may be honoured a little longer than it says (clock skew). One millisecond more
    // than is left, since timers count whole ones.
    const ms = Math.min(Math.max(expiresAt - Date.now() + 1, 1000), LONGEST_TIMER_MS);
    expiries.set(socket, setTimeout(() => void checkAll([socket]), ms).unref());
  }

  /** Verifies a socket's session anew; where it is gone the socket goes too, after its answer. */
  async function verifyToken(socket: LiveSocket): Promise<Session> {
    try {
      const session = await authenticate(socket.data.credentials);
      if (session.expiresAt !== socket.data.expiresAt) note(socket, session);
      return session;
    } catch (error) {
      if (isGone(error)) setImmediate(() => eject(socket, error));
      throw error;
    }
  }

  function admit(socket: LiveSocket, session: Session): void {
    note(socket, session);
    standings.place(socket, session.actor);
    socket.on("disconnect", () => {
      clearTimeout(expiries.get(socket));
      expiries.delete(socket);
    });
    if (socket.data.checkedAt !== state) void checkAll([socket]);
  }

  return {
    admit,
    verifyToken,
    recheck,
    /** Counts the changes: who finds another number than before looks again. */
    state: () => state,
    close: () => {
      if (timer) clearTimeout(timer);
      for (const expiry of expiries.values()) clearTimeout(expiry);
    },
  };
}

function touches({ class: className, userId }: Affected, socket: LiveSocket): boolean {
  if (userId !== undefined) return socket.data.userId === userId;
  return className === undefined || socket.rooms.has(rooms.class(className));
}

function isGone(error: unknown): error is Refusal {
  return error instanceof Refusal && (error.code === "not-signed-in" || error.code === "token-expired");
}
