import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect as openMqtt } from "mqtt";
import { generate } from "mqtt-packet";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { openEmbeddedBroker } from "./broker";
import type { BrokerLimits } from "./limits";
import {
  type Bench,
  connectKit,
  connectLink,
  connectRaw,
  connectRawKit,
  grantFor,
  LINK,
  oneDatabase,
  openBench,
  policyOver,
} from "./testing";

const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 20_000, interval: 10 });

oneDatabase();
let bench: Bench;
afterEach(() => bench.close());
const start = async (limits: Partial<BrokerLimits> = {}) => {
  bench = await openBench(limits);
};

const CONNECT = {
  cmd: "connect",
  protocolId: "MQTT",
  protocolVersion: 4,
  clientId: "esp",
  clean: true,
  keepalive: 0,
  username: "physics.lamp",
  password: Buffer.from("key of physics.lamp"),
} as const;

describe("packets", () => {
  test.each([
    ["before CONNECT, a CONNECT of 256 MB", Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f)],
    ["before CONNECT, one of 5 KB", Uint8Array.of(0x10, 0x88, 0x27)],
    ["a length of five bytes", Uint8Array.of(0x10, 0x80, 0x80, 0x80, 0x80, 0x01)],
    ["random bytes", Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 251)],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\nHost: kitroom\r\n\r\n")],
    [
      "a PUBLISH before CONNECT",
      generate({ cmd: "publish", topic: "physics/lamp/t", payload: "1", qos: 0, dup: false, retain: false }),
    ],
  ])("%s closes the connection", async (_what, bytes) => {
    await start();
    const raw = await connectRaw(bench.broker.port);
    raw.send(bytes);
    await raw.closed;
    expect(bench.taken).toEqual([]);
  });

  test("a kit's packet of 256 MB is closed at its first bytes; the largest payload passes; a larger one is refused", async () => {
    await start();
    const lamp = await connectKit(bench, "physics.lamp");
    await lamp.publishAsync("physics/lamp/t", Buffer.alloc(64 * 1024), { qos: 1 });
    await lamp.publishAsync("physics/lamp/t", Buffer.alloc(64 * 1024 + 1), { qos: 1 });
    expect(bench.taken).toHaveLength(1);
    expect(bench.complaints).toMatchObject([{ code: "too-large", topic: "physics/lamp/t" }]);
    const raw = await connectRawKit(bench, "physics.lamp", "big");
    raw.send(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f));
    await raw.closed;
    expect(lamp.connected).toBe(true);
  });

  test.each([
    ["U+0000 in a topic", Buffer.from([0x30, 0x05, 0x00, 0x03, 0x61, 0x00, 0x62])],
    ["invalid UTF-8 in a topic", Buffer.from([0x30, 0x05, 0x00, 0x03, 0x61, 0xff, 0x62])],
    ["a surrogate in a topic", Buffer.from([0x30, 0x05, 0x00, 0x03, 0xed, 0xa0, 0x80])],
    ["U+0000 in a filter", Buffer.from([0x82, 0x08, 0x00, 0x01, 0x00, 0x03, 0x61, 0x00, 0x62, 0x00])],
    ["QoS 3", Buffer.from([0x36, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01])],
    ["a second CONNECT", generate(CONNECT)],
  ])("%s closes the connection", async (_what, bytes) => {
    await start();
    const raw = await connectRawKit(bench, "physics.lamp", "esp");
    raw.send(bytes);
    await raw.closed;
    expect(bench.taken).toEqual([]);
  });

  test.each([
    ["a control character in the client id", { clientId: "a\u0007b" }, 2],
    ["a client id of 200 bytes", { clientId: "x".repeat(200) }, 2],
    ["MQTT 5", { protocolVersion: 5 as const }, 1],
  ])("%s is refused in the CONNACK", async (_what, change, code) => {
    await start();
    const raw = await connectRaw(bench.broker.port);
    raw.send({ ...CONNECT, ...change });
    expect(await raw.next("connack")).toMatchObject({ returnCode: code });
    await raw.closed;
  });

  test("a will with QoS 3 and a client id that is not UTF-8 are closed without an answer", async () => {
    await start();
    const bytes = generate({
      ...CONNECT,
      will: { topic: "physics/lamp/status", payload: Buffer.from("x"), qos: 2, retain: false },
    });
    const flags = bytes.indexOf("MQTT") + 5;
    bytes[flags] = (bytes[flags] ?? 0) | 0b00011000;
    const id = generate(CONNECT);
    id[id.indexOf("esp")] = 0xff;
    for (const bad of [bytes, id]) {
      const raw = await connectRaw(bench.broker.port);
      raw.send(bad);
      await raw.closed;
      expect(raw.packets).toEqual([]);
    }
  });

  test("an empty client id without a clean session is refused with code 2", async () => {
    await start();
    const bytes = generate({ ...CONNECT, clientId: "" });
    const flags = bytes.indexOf("MQTT") + 5;
    bytes[flags] = (bytes[flags] ?? 0) & ~0b00000010;
    const raw = await connectRaw(bench.broker.port);
    raw.send(bytes);
    expect(await raw.next("connack")).toMatchObject({ returnCode: 2 });
    await raw.closed;
  });

  test("an empty client id with a clean session is given one", async () => {
    await start();
    const raw = await connectRawKit(bench, "physics.lamp", "");
    raw.send({ cmd: "pingreq" });
    await raw.next("pingresp");
  });
});

describe("connections", () => {
  test("one without a CONNECT ends after a while, one without a PINGREQ after its keep alive", async () => {
    await start({ connectTimeout: 100 });
    const silent = await connectRaw(bench.broker.port);
    await silent.closed;
    const raw = await connectRaw(bench.broker.port);
    raw.send({ ...CONNECT, keepalive: 1 });
    await raw.next("connack");
    await raw.closed;
    await until(() => expect(bench.presences.map(({ online }) => online)).toEqual([true, false]));
  });

  test("a kit has a number of them, and coming back under the same client id is none more", async () => {
    await start({ connectionsPerKit: 2 });
    await connectRawKit(bench, "physics.lamp", "one");
    await connectRawKit(bench, "physics.lamp", "two");
    await connectRawKit(bench, "physics.lamp", "two");
    await expect(connectKit(bench, "physics.lamp")).rejects.toMatchObject({ code: 3 });
    await connectKit(bench, "physics.fan");
    expect(bench.complaints).toMatchObject([{ kit: "physics.lamp", code: "too-many" }]);
  });

  test("all together have a number of them", async () => {
    await start({ connections: 2 });
    await connectRawKit(bench, "physics.lamp", "one");
    await connectRawKit(bench, "physics.fan", "one");
    const third = await connectRaw(bench.broker.port);
    await third.closed;
  });

  test("a port in use ends the start with one line that names MQTT_PORT", async () => {
    await start();
    const second = await openEmbeddedBroker({
      policy: policyOver(new Map()),
      pool: bench.pool,
      host: "127.0.0.1",
      port: bench.broker.port,
      link: LINK,
    });
    await expect(
      second.start({ message: async ({ at }) => ({ at }), presence: () => {}, complaint: () => {} }),
    ).rejects.toThrow(/^MQTT_PORT: port \d+ of 127\.0\.0\.1 is in use by another program\.$/);
    await second.stop();
  });
});

describe("readers", () => {
  test("one that stopped reading is closed, and nobody else misses a message or waits", async () => {
    await start();
    const frozen = await connectRawKit(bench, "physics.fan", "frozen");
    frozen.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "physics/#", qos: 1 }] });
    await frozen.next("suback");
    frozen.socket.pause();
    const link = await connectLink(bench);
    await link.subscribeAsync("physics/lamp/t", { qos: 1 });
    const lamp = await connectKit(bench, "physics.lamp");
    const payload = Buffer.alloc(32 * 1024, "x");
    const total = 600;
    for (let sent = 0; sent < total; sent++) await lamp.publishAsync("physics/lamp/t", payload, { qos: 1 });
    await until(() => expect(link.received).toHaveLength(total));
    await until(() =>
      expect(bench.presences).toContainEqual(expect.objectContaining({ kit: "physics.fan", online: false })),
    );
    expect(lamp.connected).toBe(true);
  });

  test("a slow one loses messages of QoS 0 first, and stays", async () => {
    await start();
    const slow = await connectRawKit(bench, "physics.fan", "slow");
    slow.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "physics/#", qos: 0 }] });
    await slow.next("suback");
    slow.socket.pause();
    const lamp = await connectKit(bench, "physics.lamp");
    const payload = Buffer.alloc(32 * 1024, "x");
    const total = 600;
    for (let sent = 0; sent < total; sent++) await lamp.publishAsync("physics/lamp/t", payload, { qos: 1 });
    slow.socket.resume();
    slow.send({ cmd: "pingreq" });
    await slow.next("pingresp");
    expect(slow.packets.length).toBeGreaterThan(0);
    expect(slow.packets.length).toBeLessThan(total);
  });
});

describe("quotas", () => {
  test("a kit has a number of subscriptions and of retained messages", async () => {
    await start({ subscriptionsPerClient: 2, retainedPerKit: 2 });
    const lamp = await connectRawKit(bench, "physics.lamp", "esp");
    const filters = ["physics/a1/#", "physics/b1/#", "physics/c1/#", "physics/a1/#"];
    for (const [index, topic] of filters.entries()) {
      lamp.send({ cmd: "subscribe", messageId: index + 1, subscriptions: [{ topic, qos: 1 }] });
      expect(await lamp.next("suback")).toMatchObject({ granted: [index === 2 ? 128 : 1] });
    }
    const kit = await connectKit(bench, "physics.lamp");
    for (const topic of ["a", "b", "c", "a"])
      await kit.publishAsync(`physics/lamp/${topic}`, "1", { qos: 1, retain: true });
    expect((await bench.broker.retained("#")).map(({ topic }) => topic)).toEqual([
      "physics/lamp/a",
      "physics/lamp/b",
    ]);
    await kit.publishAsync("physics/lamp/b", "", { qos: 1, retain: true });
    await kit.publishAsync("physics/lamp/c", "1", { qos: 1, retain: true });
    expect((await bench.broker.retained("#")).map(({ topic }) => topic)).toEqual([
      "physics/lamp/a",
      "physics/lamp/c",
    ]);
    expect(new Set(bench.complaints.map(({ code }) => code))).toEqual(new Set(["limit-reached"]));
  });

  test("the session known longest ends when a kit makes one too many", async () => {
    await start({ sessionsPerKit: 2 });
    for (const clientId of ["one", "two", "three"]) {
      const kit = await connectKit(bench, "physics.lamp", { clientId, clean: false });
      await kit.subscribeAsync("physics/lamp/set/#", { qos: 1 });
      await kit.endAsync();
    }
    const { rows } = await bench.pool.query("SELECT client_id FROM session_subscription ORDER BY client_id");
    expect(rows).toEqual([{ client_id: "physics.lamp:three" }, { client_id: "physics.lamp:two" }]);
  });

  test("complaints do not flood", async () => {
    await start();
    const lamp = await connectKit(bench, "physics.lamp");
    await Promise.all(Array.from({ length: 200 }, () => lamp.publishAsync("physics/fan/t", "1", { qos: 1 })));
    expect(bench.complaints.length).toBeLessThan(100);
  });
});

describe("pace", () => {
  test("a kit that sends too fast is slowed alone, loses nothing, and is told once", async () => {
    await start();
    bench.grants.set("physics.lamp", grantFor("physics.lamp", { messagesPerSecond: 20 }));
    const lamp = await connectKit(bench, "physics.lamp");
    const fan = await connectKit(bench, "physics.fan");
    const fast = Array.from({ length: 130 }, (_, n) =>
      lamp.publishAsync("physics/lamp/t", String(n), { qos: n % 3 === 0 ? 1 : 0 }),
    );
    await until(() => expect(bench.complaints).toMatchObject([{ kit: "physics.lamp", code: "too-many" }]));
    const before = bench.taken.length;
    await fan.publishAsync("physics/fan/t", "at once", { qos: 1 });
    expect(before).toBeLessThan(130);
    expect(bench.taken.filter(({ kit }) => kit === "physics.lamp").length).toBeLessThan(130);
    await Promise.all(fast);
    await until(() =>
      expect(
        bench.taken
          .filter(({ kit }) => kit === "physics.lamp")
          .map(({ payload }) => Number(Buffer.from(payload))),
      ).toEqual(Array.from({ length: 130 }, (_, n) => n)),
    );
    expect(bench.complaints).toHaveLength(1);
  });
});

test("a kit that comes back again and again is no faster than one that stays", async () => {
  await start();
  bench.grants.set("physics.lamp", grantFor("physics.lamp", { messagesPerSecond: 20 }));
  for (let times = 0; times < 5; times++) {
    const lamp = await connectKit(bench, "physics.lamp");
    for (let n = 0; n < 80; n++) lamp.publish("physics/lamp/t", "1");
    await new Promise((resolve) => lamp.end(false, resolve));
  }
  expect(bench.taken.length).toBeLessThan(200); // five seconds' worth, and what became due meanwhile
});

test("a kit that is gone is told nothing about the filters it asked for", async () => {
  await start();
  const filters = Array.from({ length: 100 }, (_, n) => ({ topic: `biology/${n}`, qos: 0 as const }));
  const told = (kit: string) => bench.complaints.filter((complaint) => complaint.kit === kit).length;
  const ask = async (kit: "physics.lamp" | "physics.fan") => {
    bench.grants.set(kit, grantFor(kit, { messagesPerSecond: 10 }));
    const client = await connectRawKit(bench, kit, "esp");
    client.send({ cmd: "subscribe", messageId: 1, subscriptions: filters });
    return client;
  };
  const lamp = await ask("physics.lamp");
  await until(() => expect(told("physics.lamp")).toBeGreaterThan(10));
  lamp.socket.destroy();
  await until(() => expect(bench.presences.at(-1)).toMatchObject({ online: false }));
  const toldLamp = told("physics.lamp");
  // Who asks the same after it, and stays, is told more than one burst: by then so would the first have been.
  await ask("physics.fan");
  await until(() => expect(told("physics.fan")).toBeGreaterThan(22));
  expect(told("physics.lamp")).toBe(toldLamp);
});

describe("WebSocket", () => {
  async function openWeb() {
    const server = createServer();
    server.on("upgrade", (request, socket, head) => bench.broker.serveWebSocket(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // it listens
    return {
      url: `ws://127.0.0.1:${port}/mqtt`,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }

  test("a kit over WebSocket publishes and receives, large payloads too", async () => {
    await start();
    const web = await openWeb();
    const kit = openMqtt(web.url, {
      username: "physics.lamp",
      password: "key of physics.lamp",
      reconnectPeriod: 0,
    });
    await new Promise((resolve) => kit.once("connect", resolve));
    await kit.subscribeAsync("physics/#", { qos: 1 });
    const back = new Promise<Buffer>((resolve) => kit.on("message", (_topic, payload) => resolve(payload)));
    const payload = Buffer.alloc(64 * 1024, "kit");
    await kit.publishAsync("physics/lamp/t", payload, { qos: 2 });
    expect(await back).toEqual(payload);
    await kit.endAsync();
    await until(() => expect(bench.presences.map(({ online }) => online)).toEqual([true, false]));
    await web.close();
  });

  test("text, and a subprotocol that is not mqtt, are refused", async () => {
    await start();
    const web = await openWeb();
    const text = new WebSocket(web.url, "mqtt");
    await new Promise((resolve) => text.once("open", resolve));
    text.send("CONNECT");
    expect(await new Promise((resolve) => text.once("close", resolve))).toBe(1003);
    const other = new WebSocket(web.url, "chat");
    expect(await new Promise<Error>((resolve) => other.once("error", resolve))).toMatchObject({
      message: expect.stringContaining("400"),
    });
    await web.close();
  });
});
