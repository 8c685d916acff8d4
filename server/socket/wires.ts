import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { LiveSocket } from "./parts";

/** How long a browser has to answer the closing of its WebSocket. */
const PATIENCE_MS = 250;

/**
 * The connections under the WebSockets. A web server does not count them as its own, and a browser that reads
 * nothing never answers a close (ws waits 30 seconds for it): without this the server could not end.
 */
export function openWires(http: HttpServer | HttpsServer) {
  const wires = new Set<Duplex>();
  const byRequest = new WeakMap<IncomingMessage, Duplex>();
  /** Of connections that began by polling, by the name that Engine.IO gave them. */
  const byConnection = new Map<string, Duplex>();

  function note(request: IncomingMessage, wire: Duplex): void {
    if (!request.url?.startsWith("/socket.io/")) return;
    const connection = new URLSearchParams(request.url.split("?")[1]).get("sid");
    if (connection === null) byRequest.set(request, wire);
    else byConnection.set(connection, wire);
    wires.add(wire);
    wire.once("close", () => {
      wires.delete(wire);
      if (connection !== null && byConnection.get(connection) === wire) byConnection.delete(connection);
    });
  }

  /** Sends what waits for a socket as one write to its connection: system calls are what delivery costs most. */
  function cork({ conn }: LiveSocket): void {
    const { id } = conn as unknown as { id: string }; // documented (README of engine.io), private in its types only
    conn.on("flush", (packets: readonly unknown[]) => {
      if (packets.length < 2) return;
      const wire = byConnection.get(id) ?? byRequest.get(conn.request);
      if (!wire) return; // polling
      wire.cork();
      process.nextTick(() => wire.uncork());
    });
  }

  http.on("upgrade", note);
  return {
    cork,
    /** Resolves when all are closed, by the browser or by force. */
    close: async () => {
      http.off("upgrade", note);
      const closed = Promise.all([...wires].map((wire) => new Promise((done) => wire.once("close", done))));
      const cut = setTimeout(() => {
        for (const wire of wires) wire.destroy();
      }, PATIENCE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}
