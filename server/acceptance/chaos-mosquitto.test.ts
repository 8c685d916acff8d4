import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { KitKey } from "../contract/shapes";
import { type Arrived, BOARDS, CUTS, countThroughCuts, expectKept, note, topicsOf } from "./chaos";

const isInstalled = spawnSync("mosquitto", ["-h"]).error === undefined;
const KEY = "a key that mosquitto knows";
const kits: KitKey[] = Array.from({ length: BOARDS }, (_, index) => ({
  username: `lab.counter-${index + 1}`,
  key: KEY,
}));

/** The library keeps its word with a broker that is not ours. */
describe.skipIf(!isInstalled)("Mosquitto", () => {
  let folder: string;
  let port: number;
  let broker: ChildProcess;
  let listener: MqttClient;
  const arrived: Arrived = new Map();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kitroom-mosquitto-"));
    port = await freePort();
    const passwords = join(folder, "passwords");
    await writeFile(passwords, "");
    for (const { username, key } of [...kits, { username: "listener", key: KEY }]) {
      execFileSync("mosquitto_passwd", ["-b", passwords, username, key], { stdio: "ignore" });
    }
    const settings = join(folder, "mosquitto.conf");
    const user = process.getuid?.() === 0 ? "user root\n" : "";
    await writeFile(
      settings,
      `${user}listener ${port} 127.0.0.1\npassword_file ${passwords}\npersistence false\n`,
    );
    broker = spawn("mosquitto", ["-c", settings], { stdio: "ignore" });
    await vi.waitFor(() => answers(port), { timeout: 20_000 });
    listener = mqtt.connect({ host: "127.0.0.1", port, username: "listener", password: KEY });
    listener.on("message", (topic, payload) => note(arrived, topic, payload));
    await listener.subscribeAsync(["lab/+/qos1", "lab/+/qos2"], { qos: 2 });
  });
  afterAll(async () => {
    await listener.endAsync(true);
    const gone = new Promise((done) => broker.once("exit", done));
    broker.kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  });

  test(`P45 P52 ${BOARDS} emulated boards, each one's cable cut ${CUTS} times: QoS 1 loses nothing, QoS 2 loses and doubles nothing`, {
    timeout: 600_000,
  }, async () => {
    const cuts = await countThroughCuts(kits, port, arrived);
    expect(Math.min(...cuts)).toBeGreaterThanOrEqual(CUTS);
    for (const topic of topicsOf(kits)) expectKept(topic, arrived.get(topic) ?? []);
  });
});

const answers = (port: number) =>
  new Promise<void>((done, fail) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      done();
    }).once("error", fail);
  });

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
