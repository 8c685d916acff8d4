import { connect as connectTcp, type Socket } from "node:net";
import { type IClientOptions, type MqttClient, connect as open } from "mqtt";
import { generate, type IConnectPacket, type Packet, parser } from "mqtt-packet";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import type { Grant, KitName, Policy } from "../../contract/kit-access";
import { freshDatabase, type TestDatabase } from "../../embedded/testing";
import type { Complaint, Inbound, Presence } from "../broker";
import { type EmbeddedBroker, openEmbeddedBroker } from "./broker";
import type { BrokerLimits } from "./limits";

export const LINK = { username: "kitroom", password: "the link's own password" };

/** The grant of a kit as docs/protocol.md, "MQTT", has it. */
export function grantFor(kit: KitName, change: Partial<Grant> = {}): Grant {
  const [className, slug] = kit.split(".");
  return {
    publish: [`${className}/${slug}/#`, `${className}/shared/#`, `${className}/+/set/#`],
    subscribe: [`${className}/#`],
    messagesPerSecond: 1000,
    stamp: "1",
    ...change,
  };
}

/** A policy over a table of kits whose key is `key of <kit>`. */
export function policyOver(grants: Map<string, Grant>): Policy {
  return {
    authenticate: async ({ username, password }) =>
      password === `key of ${username}` ? (grants.get(username) ?? null) : null,
    grantOf: async (kit) => grants.get(kit) ?? null,
    kits: async function* () {},
  };
}

export type Bench = {
  broker: EmbeddedBroker;
  pool: pg.Pool;
  grants: Map<string, Grant>;
  taken: Inbound[];
  complaints: Complaint[];
  presences: Presence[];
  /** What becomes of a message; the usual: it is noted, with its QoS 2 row, as the recorder does. */
  message: { take(inbound: Inbound): Promise<void> | void };
  /** Another broker over the same memory, as after a crash of this one. */
  again(): Promise<Bench>;
  close(): Promise<void>;
};

let database: TestDatabase | null = null;

/** One database for all tests of a file. */
export function oneDatabase(): void {
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
}

/** A broker with three kits that remembers nothing yet. */
export async function openBench(limits: Partial<BrokerLimits> = {}): Promise<Bench> {
  if (!database) throw new Error("call oneDatabase() at the beginning of the file");
  const { url } = database;
  const tables = "retained, session_subscription, session_outgoing, session_incoming, will";
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`TRUNCATE ${tables}`);
  await admin.end();
  const grants = new Map<string, Grant>();
  for (const kit of ["physics.lamp", "physics.fan", "biology.lamp"] as const) grants.set(kit, grantFor(kit));
  const opened: Bench[] = [];
  const next = async (): Promise<Bench> => {
    const bench = await openOne(url, grants, limits);
    opened.push(bench);
    return { ...bench, again: next, close };
  };
  const close = async () => {
    for (const bench of opened) await bench.close();
  };
  return next();
}

async function openOne(
  url: string,
  grants: Map<string, Grant>,
  limits: Partial<BrokerLimits>,
): Promise<Bench> {
  const pool = new pg.Pool({ connectionString: url });
  const [taken, complaints, presences]: [Inbound[], Complaint[], Presence[]] = [[], [], []];
  const message: Bench["message"] = {
    take: async (inbound) => {
      taken.push(inbound);
      if (inbound.session) await storeIncoming(pool, inbound, inbound.session);
    },
  };
  const broker = await openEmbeddedBroker({
    policy: policyOver(grants),
    pool,
    host: "127.0.0.1",
    port: 0,
    link: LINK,
    limits,
  });
  await broker.start({
    message: (inbound) => {
      const { at } = inbound;
      const taking = message.take(inbound);
      return taking ? taking.then(() => ({ at })) : { at };
    },
    presence: (presence) => presences.push(presence),
    complaint: (complaint) => complaints.push(complaint),
  });
  const close = async () => {
    await broker.stop();
    await pool.end();
  };
  return {
    broker,
    pool,
    grants,
    taken,
    complaints,
    presences,
    message,
    close,
    again: () => Promise.reject(),
  };
}

async function storeIncoming(
  pool: pg.Pool,
  inbound: Inbound,
  session: { clientId: string; messageId: number },
) {
  await pool.query(
    `INSERT INTO session_incoming (client_id, message_id, topic, payload, retain) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (client_id, message_id) DO UPDATE
       SET topic = EXCLUDED.topic, payload = EXCLUDED.payload, retain = EXCLUDED.retain, forwarded = false`,
    [session.clientId, session.messageId, inbound.topic, Buffer.from(inbound.payload), inbound.retain],
  );
}

export type Received = { topic: string; text: string; qos: number; retain: boolean };
export type Kit = MqttClient & { received: Received[] };

/** A real MQTT client with this kit's key, connected. Rejects with the refusal of its CONNECT. */
export async function connectKit(bench: Bench, kit: string, options: IClientOptions = {}): Promise<Kit> {
  const client = open(`mqtt://127.0.0.1:${bench.broker.port}`, {
    username: kit,
    password: `key of ${kit}`,
    reconnectPeriod: 0,
    ...options,
  });
  const received: Received[] = [];
  client.on("message", (topic, payload, { qos, retain }) =>
    received.push({ topic, text: payload.toString(), qos, retain }),
  );
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    client.once("close", () => reject(new Error("closed")));
  });
  client.on("error", () => {});
  return Object.assign(client, { received });
}

/** The server's link, connected in memory. */
export async function connectLink(bench: Bench): Promise<Kit> {
  const { MqttClient } = await import("mqtt");
  const client = new MqttClient(() => bench.broker.attach(), {
    ...LINK,
    clientId: "link",
    reconnectPeriod: 0,
  });
  const received: Received[] = [];
  client.on("message", (topic, payload, { qos, retain }) =>
    received.push({ topic, text: payload.toString(), qos, retain }),
  );
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
  });
  return Object.assign(client, { received });
}

export type Raw = {
  socket: Socket;
  packets: Packet[];
  closed: Promise<void>;
  send(packet: Packet | Uint8Array): void;
  /** The next packet of this kind that comes, or came and was not asked for. */
  next(cmd: Packet["cmd"]): Promise<Packet>;
};

/** A bare connection, to send what no client library sends. */
export async function connectRaw(port: number): Promise<Raw> {
  const socket = connectTcp(port, "127.0.0.1");
  const packets: Packet[] = [];
  const waiting: { cmd: Packet["cmd"]; found(packet: Packet): void }[] = [];
  const reader = parser();
  reader.on("packet", (packet: Packet) => {
    const index = waiting.findIndex(({ cmd }) => cmd === packet.cmd);
    if (index >= 0) waiting.splice(index, 1)[0]?.found(packet);
    else packets.push(packet);
  });
  socket.on("data", (chunk) => reader.parse(chunk));
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  return {
    socket,
    packets,
    closed,
    send: (packet) => socket.write(packet instanceof Uint8Array ? packet : generate(packet)),
    next: (cmd) => {
      const index = packets.findIndex((packet) => packet.cmd === cmd);
      const [came] = index >= 0 ? packets.splice(index, 1) : [];
      return came ? Promise.resolve(came) : new Promise((found) => waiting.push({ cmd, found }));
    },
  };
}

/** A bare connection of a kit whose CONNECT was accepted. */
export async function connectRawKit(
  bench: Bench,
  kit: string,
  clientId: string,
  clean = true,
  will?: IConnectPacket["will"],
): Promise<Raw> {
  const raw = await connectRaw(bench.broker.port);
  raw.send({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clientId,
    clean,
    ...(will ? { will } : {}),
    keepalive: 0,
    username: kit,
    password: Buffer.from(`key of ${kit}`),
  });
  await raw.next("connack");
  return raw;
}
