import type { EventEmitter } from "node:events";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { io, type Socket } from "socket.io-client";
import type { Product } from "./product";

/** What somebody outside has: HTTP, MQTT and Socket.IO clients that know the protocol and nothing of the server. */

/** The next event of that name. Unlike Node's own, an `error` before it is nothing to stop for. */
export function once(emitter: object, event: string): Promise<unknown[]> {
  return new Promise((done) => {
    // The libraries' typed emitters and Node's do not agree with each other.
    (emitter as EventEmitter).once(event, (...given: unknown[]) => done(given));
  });
}

export type Answer = { status: number; body: Body; headers: Headers };
/** JSON as it came; a test says by its expectations what it should be. */
type Body = Record<string, unknown>;

export type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>;

export function caller(product: Product, token?: string): Caller {
  return async (method, path, body) => {
    const response = await fetch(`${product.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text.startsWith("{") ? (JSON.parse(text) as Body) : {};
    return { status: response.status, body: json, headers: response.headers };
  };
}

export type Kit = { username: string; key: string };

/** Connects a kit; rejects with the broker's refusal. */
export async function connectKit(
  product: Product,
  kit: Kit,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = mqtt.connect({
    host: "127.0.0.1",
    port: product.mqttPort,
    username: kit.username,
    password: kit.key,
    reconnectPeriod: 0,
    ...options,
  });
  await new Promise<void>((done, fail) => {
    client.once("connect", () => done());
    client.once("error", fail);
    client.once("close", () => fail(new Error("closed before CONNACK")));
  });
  client.on("error", () => {});
  return client;
}

export type Heard = { topic: string; payload: Buffer; qos: number; retain: boolean };

/** Subscribes and collects what comes. */
export async function listen(client: MqttClient, filter: string, qos: 0 | 1 | 2 = 2): Promise<Heard[]> {
  const heard: Heard[] = [];
  client.on("message", (topic, payload, packet) =>
    heard.push({ topic, payload, qos: packet.qos, retain: packet.retain }),
  );
  await client.subscribeAsync(filter, { qos });
  return heard;
}

export async function connectApp(product: Product, token: string): Promise<Socket> {
  const socket = io(product.url, {
    auth: { token },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  await Promise.race([
    once(socket, "connect"),
    once(socket, "connect_error").then(([error]) => {
      throw error;
    }),
  ]);
  return socket;
}

/** How a handshake is refused. */
export async function refusedApp(product: Product, auth: Record<string, unknown>): Promise<unknown> {
  const socket = io(product.url, { auth, transports: ["websocket"], reconnection: false, forceNew: true });
  const [error] = (await once(socket, "connect_error")) as [Error & { data?: { code?: string } }];
  socket.close();
  return error.data?.code;
}

export async function token(product: Product, who: Record<string, string>): Promise<string> {
  const { body } = await caller(product)("POST", "/api/v1/token", who);
  if (typeof body.token !== "string") throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.token;
}

export const TEO = { email: "teo@school.test", password: "a long enough one" };

export type Classroom = { teo: Caller; teoToken: string; joinCode: string };

/** Setup, a token and a class called `lab`. */
export async function openClassroom(product: Product): Promise<Classroom> {
  const setup = { setupCode: product.setupCode, name: "Teo", ...TEO };
  await caller(product)("POST", "/api/v1/setup", setup);
  const teoToken = await token(product, TEO);
  const teo = caller(product, teoToken);
  const { body } = await teo("POST", "/api/v1/classes", { name: "Lab", slug: "lab" });
  return { teo, teoToken, joinCode: String(body.joinCode) };
}

export async function makeKit(by: Caller, slug: string, className = "lab"): Promise<Kit> {
  const { body } = await by("POST", `/api/v1/classes/${className}/kits`, { name: slug, slug });
  return { username: String(body.username), key: String(body.key) };
}

export async function join(
  product: Product,
  code: string,
  username: string,
): Promise<{ call: Caller; token: string; id: string }> {
  const password = `${username} has a password`;
  const { body } = await caller(product)("POST", "/api/v1/join", {
    code,
    username,
    name: username,
    password,
  });
  const given = await token(product, { class: "lab", username, password });
  return {
    call: caller(product, given),
    token: given,
    id: String((body.user as Body | undefined)?.id),
  };
}
