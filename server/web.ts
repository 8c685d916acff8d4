import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { REFUSALS, type RefusalCode } from "./contract/refusal";
import type { Problem } from "./contract/shapes";
import { CannotStart } from "./data-dir";
import { log } from "./log";
import { isOfApi, isUpload } from "./router/door";
import { limitTime } from "./web-patience";

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What answers on the web port, besides Socket.IO which attaches itself. */
export type WebDoors = {
  /** The API; what it does not take for its own is for the pages. */
  api: Handler;
  pages: Handler;
  /** MQTT over WebSocket, at `/mqtt`. */
  mqtt: Upgrade;
  /** Next's own socket while developing (`/_next/`). */
  development: Upgrade | null;
};

export type Web = {
  http: Server;
  /** The port really bound. */
  port: number;
  /** From now on requests are answered; before, they get 503. */
  open(doors: WebDoors): void;
  close(): Promise<void>;
};

const HEADERS_WITHIN = 20_000;

/**
 * The HTTP server, bound at once so that a port that is taken is known at once; throws CannotStart. Upgrades go to
 * Socket.IO, to the broker, or nowhere: Next is never asked (SSRF by upgrade, CVE-2026-44578).
 */
export async function openWeb(at: { host: string; port: number }): Promise<Web> {
  let doors: WebDoors | null = null;
  const http = createServer((request, response) => {
    // What a client says of its own address is not to be believed; nothing trusted stands in front of this port.
    request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
    limitTime(request, response, { long: isUpload(request.method, request.url) });
    void answer(doors, request, response);
  });
  http.headersTimeout = HEADERS_WITHIN;
  http.requestTimeout = 0; // web-patience.ts
  http.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  const upgraded = new Set<Duplex>();
  http.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    socket.on("error", (error) => log.debug("web.upgrade", { reason: String(error) }));
    upgrade(doors, request, socket, head);
  });
  return {
    http,
    port: await listen(http, at),
    open: (given) => {
      doors = given;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
        for (const socket of upgraded) socket.destroy(); // Node no longer counts these as connections of the server
      }),
  };
}

async function answer(
  doors: WebDoors | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!doors) response.writeHead(503, { "retry-after": "2", refresh: "2" }).end("Kitroom is starting.\n");
    else if (!isDecodable(request.url ?? "")) refuse(response, "bad-input", "This address cannot be read.");
    else if (endsInSlash(request.url ?? ""))
      refuse(response, "not-found", "There is nothing at this address.");
    else if (isOfApi(request.url ?? "")) await doors.api(request, response);
    else await doors.pages(request, response);
  } catch (error) {
    log.error("web.answer", error, { path: request.url });
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

function refuse(response: ServerResponse, code: RefusalCode, detail: string): void {
  const status = REFUSALS[code];
  const problem: Problem = { type: "about:blank", title: STATUS_CODES[status] ?? code, status, code, detail };
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "cache-control": "private, no-store",
  });
  response.end(JSON.stringify(problem));
}

/**
 * Whether an address of the API ends in a slash. Next would redirect it to the one without, with its method: what is
 * left of `DELETE .../topics/..` after a client has resolved it would delete the class.
 */
function endsInSlash(path: string): boolean {
  return /^\/api\/[^?]*\/(\?|$)/.test(path);
}

/** Whether the percent signs of an address make sense; Next takes one that does not for a fault of its own. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function upgrade(doors: WebDoors | null, ...[request, socket, head]: Parameters<Upgrade>): void {
  const path = request.url ?? "";
  if (!doors) socket.destroy();
  else if (path.startsWith("/socket.io/"))
    return; // Socket.IO listens for itself
  else if (path === "/mqtt" || path.startsWith("/mqtt?")) doors.mqtt(request, socket, head);
  else if (doors.development && path.startsWith("/_next/")) doors.development(request, socket, head);
  else socket.destroy();
}

function listen(http: Server, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (error) => reject(cannotListen(error, at)));
    http.listen(at.port, at.host, () => {
      const address = http.address();
      resolve(address !== null && typeof address === "object" ? address.port : at.port);
    });
  });
}

function cannotListen(error: Error, { host, port }: { host: string; port: number }): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new CannotStart(`PORT: ${port} is in use by another program`);
  if (code === "EACCES") return new CannotStart(`PORT: ${port} needs rights that this account lacks`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new CannotStart(`HOST: ${host} is no address of this machine`);
  return error;
}
