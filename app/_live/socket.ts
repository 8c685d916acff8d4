import { io, type Socket } from "socket.io-client";
import type { ClientEvents, ServerEvents } from "#server/contract/events";
import type { ConnectionEvent } from "./connection";

export type LiveSocket = Socket<ServerEvents, ClientEvents>;

/** WebSocket first; where a proxy blocks it, polling. Back within five seconds of the server's return. */
export function createSocket(): LiveSocket {
  return io({
    autoConnect: false,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    timeout: 5000,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2500,
  });
}

const REFUSED = new Set(["not-signed-in", "token-expired"]);
/** Socket.IO does not come back by itself after the server ended or refused a connection. */
const BACK_MS = 1500;

/** Connects, and tells how the connection stands from then on. */
export function followConnection(socket: LiveSocket, tell: (event: ConnectionEvent) => void): void {
  const comeBack = () => {
    if (!socket.active) setTimeout(() => socket.connect(), BACK_MS);
  };
  socket.on("connect", () => tell({ type: "up" }));
  socket.on("disconnect", () => {
    tell({ type: "down", at: Date.now() });
    comeBack();
  });
  socket.on("connect_error", (error: Error & { data?: { code?: string } }) => {
    if (REFUSED.has(error.data?.code ?? "")) return tell({ type: "refused" });
    tell({ type: "down", at: Date.now() });
    comeBack();
  });
  // Somebody who signed in again in another window comes back to this one.
  window.addEventListener("focus", () => {
    if (!socket.active) socket.connect();
  });
  socket.connect();
}
