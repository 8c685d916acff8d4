import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { Duplex } from "node:stream";

/** How long a browser has to answer the closing of its WebSocket. */
const PATIENCE_MS = 250;

/**
 * The connections under the WebSockets. A web server does not count them as its own, and a browser that reads
 * nothing never answers a close (ws waits 30 seconds for it): without this the server could not end.
 */
export function openWires(http: HttpServer | HttpsServer) {
  const wires = new Set<Duplex>();

  function note(request: IncomingMessage, wire: Duplex): void {
    if (!request.url?.startsWith("/socket.io/")) return;
    wires.add(wire);
    wire.once("close", () => wires.delete(wire));
  }

  http.on("upgrade", note);
  return {
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
