import { createServer, type Server } from "node:http";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { type KitFacts, within } from "../authority/may";
import type { Scope, Standing } from "../contract/actor";
import type { ClientEvents, Published, ServerEvents, Subscribed } from "../contract/events";
import type { RawMessage } from "../contract/message";
import { Refusal, type RefusalCode, type Reply } from "../contract/refusal";
import type { Message, Qos, Role } from "../contract/shapes";
import { matches } from "../contract/topic";
import { log } from "../log";
import type { RetainedMessage } from "../mqtt/broker";
import type { TraceEntry } from "./ask";
import type { Session, Topics } from "./parts";
import { openSockets, type Sockets, type SocketsParts } from "./sockets";

/** A school in memory: who is who is changed by the test, as the database would be. */
export type World = {
  /** Sessions by token; a code instead of a session refuses it so. */
  sessions: Map<string, { user: string; expiresAt: number | null; scope?: Scope } | RefusalCode>;
  standings: Map<string, Map<string, Standing>>;
  kits: Map<string, KitFacts>;
  topics: Set<string>;
  followed: Set<string>;
  retained: RetainedMessage[];
  /** Registers on first publish, or refuses with this. */
  refuseTopics: RefusalCode | null;
};

export function standing(className: string, role: Role, more: Partial<Standing> = {}): Standing {
  return { classId: className, class: className, role, privateKits: false, archived: false, ...more };
}

/** Teo teaches `demo`, where Ann owns `lamp` and Ben owns `fan`; Cho is in `other`. Tokens are the names. */
export function newWorld(): World {
  const demo = (role: Role) => new Map([["demo", standing("demo", role)]]);
  return {
    sessions: new Map(["teo", "ann", "ben", "cho"].map((user) => [user, { user, expiresAt: null }] as const)),
    standings: new Map([
      ["teo", demo("instructor")],
      ["ann", demo("student")],
      ["ben", demo("student")],
      ["cho", new Map([["other", standing("other", "student")]])],
    ]),
    kits: new Map([
      ["demo/lamp", { slug: "lamp", ownerId: "ann", shareControl: false }],
      ["demo/fan", { slug: "fan", ownerId: "ben", shareControl: false }],
      ["other/lamp", { slug: "lamp", ownerId: "cho", shareControl: false }],
    ]),
    topics: new Set([
      "demo/lamp/lux",
      "demo/lamp/air/temperature",
      "demo/lamp/set/led",
      "demo/fan/speed",
      "demo/shared/score",
      "other/lamp/lux",
    ]),
    followed: new Set(),
    retained: [],
    refuseTopics: null,
  };
}

export function authenticateIn(world: World): SocketsParts["authenticate"] {
  return async ({ token, cookie }): Promise<Session> => {
    const found = world.sessions.get(token ?? cookie ?? "");
    if (found === undefined) throw new Refusal("not-signed-in", "Sign in first.");
    if (typeof found === "string") throw new Refusal(found, "No longer.");
    const standings = world.standings.get(found.user) ?? new Map();
    const actor = { id: found.user, name: found.user, email: null, standings, scope: null };
    return { actor: found.scope ? within(found.scope, actor) : actor, expiresAt: found.expiresAt };
  };
}

export function topicsIn(world: World): Topics {
  return {
    find: async (parts) => {
      const kit = parts.kit === null ? null : (world.kits.get(`${parts.class}/${parts.kit}`) ?? null);
      const facts = { class: parts.class, kind: parts.kind, kit };
      if (parts.kind === "status" || parts.kind === "errors") return kit && { id: null, facts };
      return world.topics.has(parts.topic) ? { id: 1, facts } : null;
    },
    require: async (topic) => {
      if (world.refuseTopics && !world.topics.has(topic))
        throw new Refusal(world.refuseTopics, "No more topics.");
      world.topics.add(topic);
      return { backfillDays: 0 };
    },
    kitFacts: async (className, kit) => world.kits.get(`${className}/${kit}`) ?? null,
    remember: async (actor, { topic }) => void world.followed.add(`${actor.id} ${topic}`),
    forget: async (actor, { topic }) => void world.followed.delete(`${actor.id} ${topic}`),
  };
}

/** A link that remembers what it was asked, and brings back what it publishes. */
export class RememberingLink {
  readonly calls: string[] = [];
  readonly published: Omit<RawMessage, "at">[] = [];
  /** What the broker grants, in place of what was asked; or the refusal it answers. */
  grants: Qos | RefusalCode | null = null;
  refusesPublish: RefusalCode | null = null;
  /** Answers wait for this. */
  answer: Promise<unknown> = Promise.resolve();
  private readonly held = new Set<string>();
  private readonly listeners = new Set<(message: RawMessage) => void>();

  subscribe = async (filter: string, qos: Qos): Promise<Qos> => {
    this.calls.push(`+${filter} ${qos}`);
    await this.answer;
    if (typeof this.grants === "string") throw new Refusal(this.grants, "The broker refused.");
    this.held.add(filter);
    return this.grants ?? qos;
  };

  unsubscribe = async (filter: string): Promise<void> => {
    this.calls.push(`-${filter}`);
    await this.answer;
    this.held.delete(filter);
  };

  publish = async (message: Omit<RawMessage, "at">): Promise<{ at: number }> => {
    this.published.push(message);
    await this.answer;
    if (this.refusesPublish) throw new Refusal(this.refusesPublish, "The broker is away.");
    const at = Date.now();
    this.bring({ ...message, at });
    return { at };
  };

  onMessage = (listener: (message: RawMessage) => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** A message comes from the broker, if the link is subscribed to it. */
  bring = (message: RawMessage): void => {
    if (![...this.held].some((filter) => matches(filter, message.topic))) return;
    for (const listener of this.listeners) listener(message);
  };
}

/** A browser or service app: its socket, and what it was told. */
export type App = {
  socket: Socket<ServerEvents, ClientEvents>;
  messages: Message[];
  closed: { topic: string; code: RefusalCode; message: string }[];
  presences: { class: string; kit: string; online: boolean; at: number }[];
  changed: string[];
  subscribe(topic: string, qos?: Qos): Promise<Reply<Subscribed>>;
  unsubscribe(topic: string): Promise<Reply<{ topic: string }>>;
  publish(
    topic: string,
    payload: string | Uint8Array<ArrayBuffer>,
    more?: { qos?: Qos; retain?: boolean },
  ): Promise<Reply<Published>>;
  /** Asks anything at all. */
  ask(event: string, ...input: unknown[]): Promise<Reply<unknown>>;
};

type ClientOptions = Partial<ManagerOptions & SocketOptions>;

/** Connects; rejects with the reason of a `connect_error`. */
export async function openApp(port: number, options: ClientOptions): Promise<App> {
  const socket: App["socket"] = io(`http://127.0.0.1:${port}`, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    ...options,
  });
  const app = listening(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  }).catch((error: unknown) => {
    socket.close();
    throw error;
  });
  return app;
}

/** Notes what a socket is told, and asks by it. */
export function listening(socket: App["socket"]): App {
  const anything = socket as unknown as Socket; // to say what no typed client would
  const app: App = {
    socket,
    messages: [],
    closed: [],
    presences: [],
    changed: [],
    subscribe: (topic, qos = 0) => socket.timeout(10_000).emitWithAck("topic:subscribe", { topic, qos }),
    unsubscribe: (topic) => socket.timeout(10_000).emitWithAck("topic:unsubscribe", { topic }),
    publish: (topic, payload, more = {}) =>
      socket.timeout(10_000).emitWithAck("topic:publish", { topic, payload, ...more }),
    ask: (event, ...input) => anything.timeout(10_000).emitWithAck(event, ...input),
  };
  socket.on("topic:messages", (messages) => app.messages.push(...messages));
  socket.on("topic:closed", (closed) => app.closed.push(closed));
  socket.on("kit:presence", (presence) => app.presences.push(presence));
  socket.on("class:changed", (changed) => app.changed.push(changed.class));
  return app;
}

export type Stage = {
  world: World;
  link: RememberingLink;
  sockets: Sockets;
  trace: TraceEntry[];
  http: Server;
  port: number;
  app(who: string, options?: ClientOptions): Promise<App>;
  /** A kit publishes: the broker brings it to the link. */
  kitSends(topic: string, payload: string | Buffer, more?: Partial<RawMessage>): void;
  close(): Promise<void>;
};

/** The Socket module on a real web server, over a world in memory. */
export async function openStage(more: Partial<SocketsParts> = {}, world = newWorld()): Promise<Stage> {
  log.level("silent");
  const link = new RememberingLink();
  const trace: TraceEntry[] = [];
  const http = createServer((_request, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const sockets = openSockets({
    http,
    publicUrl: null,
    authenticate: authenticateIn(world),
    topics: topicsIn(world),
    link,
    retained: async (filter) => world.retained.filter(({ topic }) => matches(filter, topic)),
    log,
    trace: (entry) => trace.push(entry),
    graceMs: 50,
    ...more,
  });
  const apps: App[] = [];
  return {
    world,
    link,
    sockets,
    trace,
    http,
    port,
    app: async (who, options = {}) => {
      const app = await openApp(port, { auth: { token: who }, ...options });
      apps.push(app);
      return app;
    },
    kitSends: (topic, payload, rest = {}) =>
      link.bring({ topic, payload: Buffer.from(payload), at: Date.now(), qos: 0, retain: false, ...rest }),
    close: async () => {
      for (const { socket } of apps) socket.close();
      await sockets.close();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
    },
  };
}

/** Resolves when everything that was sent to this app before has arrived. */
export async function settled(app: App): Promise<void> {
  await app.unsubscribe("nothing/of/the/kind");
}
