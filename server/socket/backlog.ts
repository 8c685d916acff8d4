import type { Log } from "../log";
import type { LiveSocket } from "./parts";

/** From this many waiting bytes on, a browser gets no live messages until they are sent. */
const BEHIND_BYTES = 1024 * 1024;
/** What may wait in memory for one browser, its answers included, before its connection is ended. */
const MOST_BYTES = 4 * 1024 * 1024;

type Packet = { data?: string | ArrayBufferView };
/** `missed`: the time of the earliest message that was left out, in milliseconds of Unix time. */
type Standing = { waiting: number; behind: boolean; missed: number | null };

export type Backlog = ReturnType<typeof openBacklog>;

/**
 * Watches what waits for each socket, so that a browser that reads slowly costs nobody else anything: it loses
 * messages until it has read what waits, is told since when (`topic:gap`), and finds them in history. One that reads
 * nothing at all ends by the heartbeat.
 */
export function openBacklog(log: Log) {
  const standings = new WeakMap<LiveSocket, Standing>();

  function watch(socket: LiveSocket): void {
    const standing: Standing = { waiting: 0, behind: false, missed: null };
    standings.set(socket, standing);
    let ended = false;
    socket.conn.on("packetCreate", ({ data }: Packet) => {
      standing.waiting += sizeOf(data);
      if (standing.waiting > BEHIND_BYTES) fallBehind(socket, standing);
      if (standing.waiting <= MOST_BYTES || ended) return;
      ended = true;
      log.warn("socket.stuck", { user: socket.data.userId, bytes: standing.waiting });
      setImmediate(() => socket.conn.close(true));
    });
    // Emitted when everything that waits is handed to the transport, which takes more only after it has sent that.
    socket.conn.on("flush", () => {
      standing.waiting = 0;
      if (standing.behind) setImmediate(catchUp, socket, standing);
    });
  }

  function fallBehind(socket: LiveSocket, standing: Standing): void {
    if (standing.behind) return;
    standing.behind = true;
    log.info("socket.behind", { user: socket.data.userId, bytes: standing.waiting });
  }

  function catchUp(socket: LiveSocket, standing: Standing): void {
    const { missed } = standing;
    if (!standing.behind || standing.waiting > BEHIND_BYTES) return;
    standing.behind = false;
    standing.missed = null;
    if (missed !== null && socket.connected) socket.emit("topic:gap", { since: missed });
  }

  /** Whether the socket is behind, and so misses messages, the earliest of which is of that time. */
  function misses(socket: LiveSocket, since: () => number): boolean {
    const standing = standings.get(socket);
    if (!standing?.behind) return false;
    standing.missed = Math.min(standing.missed ?? Number.POSITIVE_INFINITY, since());
    return true;
  }

  /** Resolves once little enough waits for the socket, or it is gone. */
  async function ready(socket: LiveSocket): Promise<void> {
    if ((standings.get(socket)?.waiting ?? 0) < BEHIND_BYTES || !socket.connected) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.conn.off("flush", done);
        socket.conn.off("close", done);
        resolve();
      };
      socket.conn.once("flush", done);
      socket.conn.once("close", done);
    });
  }

  return { watch, misses, ready };
}

function sizeOf(data: Packet["data"]): number {
  if (data === undefined) return 0;
  return typeof data === "string" ? data.length : data.byteLength;
}
