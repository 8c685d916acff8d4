import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { CannotStart } from "./data-dir";
import { log } from "./log";

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What answers on the web port, besides Socket.IO which attaches itself. */
export type WebDoors = {
  pages: Handler;
  /** MQTT over WebSocket, at `/mqtt`. */
  mqtt: Upgrade;
  /** Next's own socket while developing (`/_next/`). */
  development: Upgrade | null;
};

export type Web = {
  http: Server;
  /** Opens the port; answers the one really bound. Throws CannotStart where it is taken. */
  listen(doors: WebDoors): Promise<number>;
  close(): Promise<void>;
};

const HEADERS_WITHIN = 20_000;

/** The HTTP server. Upgrades go to Socket.IO, to the broker, or nowhere: Next is never asked (SSRF by upgrade, CVE-2026-44578). */
export function openWeb(at: { host: string; port: number }): Web {
  let doors: WebDoors | null = null;
  const http = createServer((request, response) => {
    // What a client says of its own address is not to be believed; nothing trusted stands in front of this port.
    request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
    void answer(request, response);
  });
  http.headersTimeout = HEADERS_WITHIN;
  http.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  http.on("upgrade", (request, socket, head) => {
    socket.on("error", (error) => log.debug("web.upgrade", { reason: String(error) }));
    const path = request.url ?? "";
    if (path.startsWith("/socket.io/")) return; // Socket.IO listens for itself
    if (doors && (path === "/mqtt" || path.startsWith("/mqtt?"))) doors.mqtt(request, socket, head);
    else if (doors?.development && path.startsWith("/_next/")) doors.development(request, socket, head);
    else socket.destroy();
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await doors?.pages(request, response);
    } catch (error) {
      log.error("web.answer", error, { path: request.url });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  }

  return {
    http,
    listen: (given) =>
      new Promise((resolve, reject) => {
        doors = given;
        http.once("error", (error) => reject(cannotListen(error, at)));
        http.listen(at.port, at.host, () => {
          const address = http.address();
          resolve(address !== null && typeof address === "object" ? address.port : at.port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        if (!http.listening) return resolve();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

function cannotListen(error: Error, { host, port }: { host: string; port: number }): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new CannotStart(`PORT: ${port} is in use by another program`);
  if (code === "EACCES") return new CannotStart(`PORT: ${port} needs rights that this account lacks`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new CannotStart(`HOST: ${host} is no address of this machine`);
  return error;
}
