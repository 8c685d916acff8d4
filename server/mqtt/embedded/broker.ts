import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { KitName, Policy } from "../../contract/kit-access";
import { log } from "../../log";
import { openMqttStore } from "../../sql/mqtt-store";
import type { Broker, Complaint, Inbound, RetainedMessage, Taken } from "../broker";
import { Complaints } from "./complaints";
import { Connecting } from "./connect";
import { Connections } from "./connections";
import { Doors } from "./doors";
import { forwarding } from "./forward";
import { Hub } from "./hub";
import { Kits } from "./kits";
import { BROKER_LIMITS, type BrokerLimits } from "./limits";
import { Persistence } from "./persistence";
import { Publishing } from "./publish";
import { subscribing } from "./subscribe";

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
  const broker = new Composition(options);
  await broker.hub.listen();
  return broker;
}

class Composition implements EmbeddedBroker {
  readonly capabilities = { packetView: true, refusals: true, throttle: true, mqtt5: false };
  readonly hub: Hub;
  private readonly persistence: Persistence;
  private readonly connections: Connections;
  private readonly kits: Kits;
  private readonly doors: Doors;
  private readonly place: { host: string; port: number };
  private readonly sweeping: NodeJS.Timeout;
  private handlers: Handlers | null = null;
  private stopping = false;

  constructor({ policy, pool, host, port, link, ...options }: EmbeddedBrokerOptions) {
    const limits = { ...BROKER_LIMITS, ...options.limits };
    this.place = { host, port };
    const persistence = new Persistence(openMqttStore(pool), {
      messages: limits.queuedPerSession,
      bytes: limits.queuedBytesPerSession,
    });
    const connections = new Connections((presence) => this.handlers?.presence(presence));
    const complaints = new Complaints((complaint) => this.complain(complaint));
    const message = (inbound: Inbound) => this.take(inbound);
    const publishing = new Publishing({
      hub: () => this.hub,
      connections,
      persistence,
      complaints,
      limits,
      message,
    });
    const connecting = new Connecting({
      policy,
      link,
      connections,
      persistence,
      complaints,
      limits,
      takeReading: (...reading) => publishing.takeReading(...reading),
    });
    this.persistence = persistence;
    this.connections = connections;
    this.kits = new Kits({ policy, connections, connecting, persistence, publishing });
    this.doors = new Doors(limits, (connection) => this.hub.handle(connection));
    this.hub = new Hub({
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
    this.listenToHub();
    this.sweeping = setInterval(() => persistence.incoming.sweep(), SWEEP_EVERY).unref();
  }

  async start(handlers: Handlers): Promise<void> {
    this.handlers = handlers;
    await this.kits.publishLeftWills();
    await this.doors.open(this.place);
  }

  /** In order: nobody new, nobody's will (whoever is connected did not die), everything written. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    clearInterval(this.sweeping);
    for (const session of this.connections.all()) session.ended = true;
    await this.doors.close(() => new Promise((resolve) => this.hub.close(resolve)));
    await this.persistence.store.close();
  }

  refresh = (kit: KitName): Promise<void> => this.kits.refresh(kit);
  forget = (kit: KitName): Promise<void> => this.kits.forget(kit);
  attach = (): Duplex => this.doors.attach();
  serve = (stream: Duplex): void => this.doors.serve(stream);
  serveWebSocket: Doors["serveWebSocket"] = (...upgrade) => this.doors.serveWebSocket(...upgrade);

  async retained(filter: string): Promise<RetainedMessage[]> {
    const rows = await this.persistence.store.findRetained([filter]);
    return rows.map(({ topic, payload, qos, at }) => ({ topic, payload, qos, at }));
  }

  get address(): { host: string; port: number } {
    return this.doors.address;
  }

  get port(): number {
    return this.address.port;
  }

  get healthy(): boolean {
    return this.doors.isOpen;
  }

  private listenToHub(): void {
    const { hub, connections, persistence } = this;
    persistence.checks = {
      granted: (client, filter) => connections.find(client)?.filters.has(filter) ?? false,
      mayReceive: ({ id }, topic) => connections.findById(id)?.rights.mayReceive(topic) ?? false,
      isAlive: ({ id }, will) => {
        const session = connections.findById(id);
        return session?.will === will && !session.client.closed;
      },
    };
    hub.on("clientReady", (client) => connections.ready(client));
    hub.on("unsubscribe", (filters, client) => {
      for (const filter of filters) connections.find(client)?.filters.delete(filter);
    });
    const events: EventEmitter = hub; // "error" is missing in the types of Aedes
    events.on("error", (error: unknown) => log.error("mqtt.broker", error));
  }

  private take(inbound: Inbound): Taken {
    if (!this.handlers) throw new Error("a message came before the broker was started");
    return this.handlers.message(inbound);
  }

  /** Tells the kit on its `errors` topic, and whoever else started us. */
  private complain(complaint: Complaint): void {
    const { kit, ...said } = complaint;
    this.handlers?.complaint(complaint);
    const topic = `${kit.replace(".", "/")}/errors`;
    this.hub.distribute({ topic, payload: Buffer.from(JSON.stringify(said)), qos: 0, retain: false });
  }
}
