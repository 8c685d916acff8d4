import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { io, type Socket } from "socket.io-client";
import { readConfig } from "../config";
import type { KitKey } from "../contract/shapes";
import { freshDatabase } from "../embedded/testing";
import { type Kitroom, openKitroom } from "../kitroom";
import { log } from "../log";
import { ask } from "./api";
import { makeClass, type Person, setUp } from "./classroom";

/** The whole server in this process, on a database of its own, without Next: routes are asked directly (`ask`). */
export type Running = {
  kitroom: Kitroom;
  teo: Person;
  /** The class `lab`, Teo's. */
  joinCode: string;
  makeKit(slug: string, by?: Person, className?: string): Promise<KitKey>;
  connectKit(kit: KitKey, options?: IClientOptions): Promise<MqttClient>;
  connectApp(token: string, transports?: ("websocket" | "polling")[]): Promise<Socket>;
  /** Ends the server and starts it again on the same database and MQTT port. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

const SECRET = "the secret of a server under test, long enough";

export async function openRunning(): Promise<Running> {
  log.level("error");
  const [fresh, dataDir] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), "kitroom-test-"))]);
  const open = (mqttPort: number) =>
    openKitroom(
      readConfig({
        HOST: "127.0.0.1",
        MQTT_HOST: "127.0.0.1",
        PORT: "0",
        MQTT_PORT: String(mqttPort),
        DATA_DIR: dataDir,
        DATABASE_URL: fresh.url,
        AUTH_SECRET: SECRET,
      }),
      async () => ({ pages: noPages, development: null, close: () => {} }),
    );
  let kitroom = await open(0);
  const clients = new Set<{ end(force: boolean): unknown }>();
  const teo = await setUp(kitroom);
  const { joinCode } = await makeClass(teo, "Lab", "lab");

  return {
    get kitroom() {
      return kitroom;
    },
    teo,
    joinCode,
    makeKit: async (slug, by = teo, className = "lab") => {
      const { body } = await ask<KitKey>("POST", `/api/v1/classes/${className}/kits`, {
        as: by.token,
        body: { name: slug, slug },
      });
      return { username: body.username, key: body.key };
    },
    connectKit: async (kit, options = {}) => {
      const client = mqtt.connect({
        host: "127.0.0.1",
        port: kitroom.mqttPort,
        username: kit.username,
        password: kit.key,
        reconnectPeriod: 0,
        ...options,
      });
      clients.add(client);
      await new Promise<void>((done, fail) => {
        client.once("connect", () => done());
        client.once("error", fail);
        client.once("close", () => fail(new Error("closed before CONNACK")));
      });
      client.on("error", () => {});
      return client;
    },
    connectApp: async (token, transports = ["websocket"]) => {
      const socket = io(`http://127.0.0.1:${kitroom.port}`, {
        auth: { token },
        transports,
        reconnection: false,
        forceNew: true,
      });
      clients.add({ end: () => socket.close() });
      await new Promise<void>((done, fail) => {
        socket.once("connect", done);
        socket.once("connect_error", fail);
      });
      return socket;
    },
    restart: async () => {
      const { mqttPort } = kitroom;
      await kitroom.close();
      kitroom = await open(mqttPort);
    },
    close: async () => {
      for (const client of clients) client.end(true);
      await kitroom.close();
      await fresh.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function noPages(_request: unknown, response: { writeHead(status: number): { end(): unknown } }): void {
  response.writeHead(404).end();
}
