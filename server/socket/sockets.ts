import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { Server } from "socket.io";
import { Refusal } from "../contract/refusal";
import { LIMITS } from "../contract/topic";
import type { Log } from "../log";
import type { RetainedMessage } from "../mqtt/broker";
import type { Link } from "../mqtt/link";
import { type Answerer, ask, refusedReply, type TraceEntry } from "./ask";
import { openBacklog } from "./backlog";
import { openDelivery } from "./delivery";
import { sharedAuthenticate, sharedTopics } from "./fresh";
import { credentialsOf } from "./handshake";
import { listen } from "./listen";
import type { Authenticate, LiveServer, LiveSocket, Session, Topics } from "./parts";
import { publishing } from "./publish";
import { type Affected, openRights } from "./rights";
import { openRooms } from "./rooms";
import { type KitPresence, openStandings } from "./standing";
import { subscribing, unsubscribing } from "./subscribe";
import { openTurns } from "./turns";
import { openWires } from "./wires";

export type SocketsParts = {
  http: HttpServer | HttpsServer;
  /** The address that browsers use where it differs from the Host they name: behind a proxy. */
  publicUrl: string | null;
  authenticate: Authenticate;
  topics: Topics;
  link: Pick<Link, "subscribe" | "unsubscribe" | "publish" | "onMessage">;
  retained: (filter: string) => Promise<RetainedMessage[]>;
  log: Log;
  /** Hears of each step of each request as it begins. */
  trace?: (entry: TraceEntry) => void;
  /** How long an empty room keeps its subscription at the broker. */
  graceMs?: number;
};

export type Sockets = {
  /** Checks again what the sockets that this touches were allowed; call it after each change of rights. */
  recheck(affected: Affected): void;
  presence(presence: KitPresence): void;
  classChanged(className: string): void;
  /** How many sockets are in the room of a topic or filter. */
  watchers(room: string): number;
  close(): Promise<void>;
};

/** Every byte of a payload may need six in JSON (\u0000), and the frame around it some more. */
const MOST_PACKET_BYTES = 6 * LIMITS.payloadBytes + 8 * 1024;
const GRACE_MS = 1000;

/** Opens the Socket module on a web server: handshake, questions, rooms, delivery, and rights that end. */
export function openSockets(parts: SocketsParts): Sockets {
  const { http, link, log, retained, trace = () => {} } = parts;
  const authenticate = sharedAuthenticate(parts.authenticate);
  const topics = sharedTopics(parts.topics);
  const io: LiveServer = new Server(http, {
    path: "/socket.io",
    serveClient: true, // for apps in browsers that have no other copy: /socket.io/socket.io.min.js
    transports: ["polling", "websocket"],
    destroyUpgrade: false, // other upgrades have their own listener
    maxHttpBufferSize: MOST_PACKET_BYTES,
    perMessageDeflate: false,
    connectTimeout: 10_000,
  });
  const wires = openWires(http);
  const { adapter } = io.sockets;
  const standings = openStandings(io);
  const rights = openRights({ io, authenticate, topics, standings, log });
  const rooms = openRooms({ adapter, link, log, graceMs: parts.graceMs ?? GRACE_MS });
  const backlog = openBacklog(log);
  const delivery = openDelivery({ io, roomsOf: rooms.of, backlog });
  const stopListening = link.onMessage(delivery.deliver);

  const { verifyToken, state } = rights;
  const { ready } = backlog;
  const asking = { verifyToken, rights: state, takeTurn: openTurns(), trace };
  const subscribe = subscribing({ topics, rooms, retained, verifyToken, rights: state, ready });
  const answers = new Map<string, Answerer>([
    ["topic:subscribe", ask("topic:subscribe", subscribe, asking)],
    ["topic:unsubscribe", ask("topic:unsubscribe", unsubscribing({ io, topics, log }), asking)],
    ["topic:publish", ask("topic:publish", publishing({ topics, link }), asking)],
  ]);

  const admitted = new WeakMap<LiveSocket, Session>();
  io.use((socket, next) => {
    admit(socket, parts.publicUrl, authenticate, state()).then(
      (session) => {
        admitted.set(socket, session);
        next();
      },
      (error: unknown) => {
        if (!(error instanceof Refusal)) log.error("socket.handshake", error);
        next(connectError(error));
      },
    );
  });
  io.on("connection", (socket) => {
    const session = admitted.get(socket);
    if (!session) return void socket.disconnect(true);
    backlog.watch(socket);
    wires.cork(socket);
    rights.admit(socket, session);
    listen(socket, answers, log);
  });

  return {
    recheck: rights.recheck,
    presence: standings.presence,
    classChanged: standings.classChanged,
    watchers: (room) => adapter.rooms.get(room)?.size ?? 0,
    close: async () => {
      stopListening();
      delivery.close();
      rights.close();
      standings.close();
      rooms.close();
      // Not `disconnectSockets`: that tells browsers to stay away, and they shall come back to the next start.
      io.engine.close();
      await wires.close();
    },
  };
}

async function admit(
  socket: LiveSocket,
  publicUrl: string | null,
  authenticate: Authenticate,
  checkedAt: number,
): Promise<Session> {
  const credentials = credentialsOf(socket.handshake, publicUrl);
  const session = await authenticate(credentials);
  socket.data = { credentials, userId: session.actor.id, checkedAt, expiresAt: session.expiresAt };
  return session;
}

function connectError(error: unknown): Error {
  const reply = refusedReply(error);
  const { code, message } = reply.ok ? { code: "unavailable", message: "" } : reply;
  return Object.assign(new Error(message), { data: { code, message } });
}
