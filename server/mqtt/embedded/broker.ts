import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { KitName, Policy } from "../../contract/kit-access";
import { log } from "../../log";
import { openMqttStore } from "../../sql/mqtt-store";
import type { Broker, Complaint } from "../broker";
import { Complaints } from "./complaints";
import { Connecting } from "./connect";
import { Connections } from "./connections";
import { forwarding } from "./forward";
import { Guard } from "./guard";
import { Hub } from "./hub";
import { BROKER_LIMITS, type BrokerLimits, PACKET_BYTES } from "./limits";
import { type Listener, listen } from "./listener";
import { memoryPair } from "./memory-stream";
import { Persistence } from "./persistence";
import { Publishing } from "./publish";
import { rightsOf } from "./rights";
import type { Session } from "./session";
import { subscribing } from "./subscribe";
import { kitOf } from "./subscriptions";
import { openWebSocketDoor } from "./websocket";

export type EmbeddedBroker = Broker & {
  /** The server's own connection, in memory. */
  attach(): Duplex;
  /** Takes any other stream of MQTT bytes, such as a TLS socket. */
  serve(stream: Duplex): void;
  /** Takes an upgrade of the HTTP server to MQTT over WebSocket. */
  serveWebSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Where the TCP door really is; known once the broker has started. */
  readonly address: { host: string; port: number };
  readonly port: number;
};

export type EmbeddedBrokerOptions = {
  policy: Policy;
  /** The database that remembers retained messages, sessions and wills. */
  pool: Parameters<typeof openMqttStore>[0];
  host: string;
  port: number;
  /** The user name (without a dot, unlike a kit's) and password of the server's own link. */
  link: { username: string; password: string };
  limits?: Partial<BrokerLimits>;
};

type Handlers = Parameters<Broker["start"]>[0];

const SWEEP_EVERY = 600_000;
const HEARTBEAT_EVERY = 86_400_000; // Aedes tells other brokers that it lives; there are none

/** Opens the broker that lives in this process. Its own link may attach at once; kits may come after `start`. */
export async function openEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { policy, host, port, link } = options;
  const limits = { ...BROKER_LIMITS, ...options.limits };
  const persistence = new Persistence(openMqttStore(options.pool), {
    messages: limits.queuedPerSession,
    bytes: limits.queuedBytesPerSession,
  });
  let handlers: Handlers | null = null;
  let listener: Listener | null = null;
  let stopping = false;
  const guards = new Set<Guard>();

  const connections = new Connections((presence) => handlers?.presence(presence));
  const complaints = new Complaints(complain);
  const publishing = new Publishing(() => hub, {
    connections,
    persistence,
    complaints,
    limits,
    message: (inbound) => started().message(inbound),
  });
  const connecting = new Connecting({ policy, link, connections, persistence, complaints, limits });
  persistence.checks = {
    granted: (client, filter) => connections.find(client)?.filters.has(filter) ?? false,
    mayReceive: ({ id }, topic) => connections.findById(id)?.rights.mayReceive(topic) ?? false,
  };
  const hub = new Hub({
    persistence,
    concurrency: 0, // no message waits for the deliveries of another: the guard bounds what is unsent
    connectTimeout: limits.connectTimeout,
    heartbeatInterval: HEARTBEAT_EVERY,
    preConnect: connecting.preConnect,
    authenticate: connecting.authenticate,
    authorizePublish: publishing.authorize,
    authorizeSubscribe: subscribing({ connections, complaints, limits }),
    authorizeForward: forwarding({ connections, limits }),
  });
  hub.on("clientReady", (client) => connections.ready(client));
  hub.on("unsubscribe", (filters, client) => {
    for (const filter of filters) connections.find(client)?.filters.delete(filter);
  });
  const events: EventEmitter = hub; // "error" is missing in the types of Aedes
  events.on("error", (error: unknown) => log.error("mqtt.broker", error));
  await hub.listen();
  const sweeping = setInterval(() => persistence.incoming.sweep(), SWEEP_EVERY).unref();

  function started(): Handlers {
    if (!handlers) throw new Error("a message came before the broker was started");
    return handlers;
  }

  function complain(complaint: Complaint): void {
    const { kit, ...said } = complaint;
    handlers?.complaint(complaint);
    const topic = `${kit.replace(".", "/")}/errors`;
    const payload = Buffer.from(JSON.stringify(said));
    hub.publish({ cmd: "publish", topic, payload, qos: 0, retain: false, dup: false }, () => {});
  }

  function accept(stream: Duplex, backlog = limits.backlog): void {
    if (stopping || guards.size >= limits.connections) {
      stream.destroy();
      return;
    }
    const guard = new Guard(stream, { stranger: limits.connectBytes, known: PACKET_BYTES, backlog });
    guards.add(guard);
    guard.once("close", () => guards.delete(guard));
    hub.handle(guard);
  }

  /** The wills of kits that were connected when the server was killed. */
  async function publishLeftWills(): Promise<void> {
    for (const will of persistence.wills.takeLeft()) {
      const kit = kitOf(will.clientId) as KitName; // only kits' wills are kept under an id with a kit's name
      const grant = await policy.grantOf(kit);
      if (grant && rightsOf(grant).mayPublish(will.topic))
        await publishing.publishLeft({ ...will, kit, at: Date.now() });
      persistence.wills.removeRow(will);
    }
    await persistence.store.commit();
  }

  function end(session: Session): Promise<void> {
    session.ended = true;
    return new Promise((resolve) => session.client.close(() => resolve()));
  }

  async function refresh(kit: KitName): Promise<void> {
    connecting.rightsChanged();
    const grant = await policy.grantOf(kit);
    for (const session of connections.of(kit)) {
      if (!grant || grant.stamp !== session.stamp) await end(session);
      else {
        session.rights = rightsOf(grant);
        session.rate = grant.messagesPerSecond;
        connections.paceOf(kit, grant.messagesPerSecond);
      }
    }
  }

  async function forget(kit: KitName): Promise<void> {
    for (const session of connections.of(kit)) await end(session);
    const left = [...persistence.incoming.clientIds()].filter((id) => kitOf(id) === kit);
    for (const id of new Set([...left, ...persistence.subscriptions.sessionsOf(kit)]))
      await persistence.endSession(id);
    persistence.retained.dropUnder(`${kit.replace(".", "/")}/`);
    await persistence.store.commit();
  }

  /** In order: nobody new, nobody's will (whoever is connected did not die), everything written. */
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    clearInterval(sweeping);
    const closed = listener?.close();
    for (const session of connections.all()) session.ended = true;
    await new Promise<void>((resolve) => hub.close(resolve));
    for (const guard of guards) guard.destroy();
    await closed;
    await persistence.store.close();
  }

  function address() {
    if (!listener) throw new Error("the broker has not started");
    return listener.address;
  }

  const door = openWebSocketDoor(2 * PACKET_BYTES, accept);
  return {
    start: async (on) => {
      handlers = on;
      await publishLeftWills().catch((error: unknown) =>
        log.warn("mqtt.left-wills", { reason: String(error) }),
      );
      listener = await listen({ host, port }, (socket) => accept(socket));
    },
    attach: () => {
      const [ours, theirs] = memoryPair();
      accept(ours, Number.POSITIVE_INFINITY);
      return theirs;
    },
    serve: (stream) => accept(stream),
    serveWebSocket: door,
    refresh,
    forget,
    retained: async (filter) =>
      (await persistence.store.findRetained([filter])).map(({ topic, payload, qos, at }) => ({
        topic,
        payload,
        qos,
        at,
      })),
    capabilities: { packetView: true, refusals: true, throttle: true, mqtt5: false },
    get address() {
      return address();
    },
    get port() {
      return address().port;
    },
    get healthy() {
      return listener !== null && !stopping;
    },
    stop,
  };
}
