import type { Log } from "../log";
import type { LiveSocket } from "./parts";

/** What may wait in memory for one browser before its connection is ended; it comes back and reads what it missed. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Below this a long answer goes on. */
const READY_BYTES = 1024 * 1024;

type Packet = { data?: string | ArrayBufferView };

/** Watches what waits for each socket, so that a browser that does not read costs nobody else anything. */
export function openBacklog(log: Log) {
  const waiting = new WeakMap<LiveSocket, number>();

  function watch(socket: LiveSocket): void {
    waiting.set(socket, 0);
    let ended = false;
    socket.conn.on("packetCreate", ({ data }: Packet) => {
      const bytes = (waiting.get(socket) ?? 0) + sizeOf(data);
      waiting.set(socket, bytes);
      if (bytes <= MOST_BYTES || ended) return;
      ended = true;
      log.warn("socket.slow", { user: socket.data.userId, bytes });
      setImmediate(() => socket.conn.close(true));
    });
    // Emitted when everything that waits is handed to the transport, which takes more only after it has sent that.
    socket.conn.on("flush", () => waiting.set(socket, 0));
  }

  /** Resolves once little enough waits for the socket, or it is gone. */
  async function ready(socket: LiveSocket): Promise<void> {
    if ((waiting.get(socket) ?? 0) < READY_BYTES || !socket.connected) return;
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

  return { watch, ready };
}

function sizeOf(data: Packet["data"]): number {
  if (data === undefined) return 0;
  return typeof data === "string" ? data.length : data.byteLength;
}
