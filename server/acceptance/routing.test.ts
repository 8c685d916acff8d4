import type { MqttClient } from "mqtt";
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { KitKey, Message, Page, Topic } from "../contract/shapes";
import { db } from "../sql/client";
import { ask } from "./api";
import { joinAs, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

let running: Running;
let kits: KitKey[];
let clients: MqttClient[];
let ben: Person;

const MANY = 30;

beforeAll(async () => {
  running = await openRunning();
  await ask("PATCH", "/api/v1/classes/lab", {
    as: running.teo.token,
    body: { settings: { limits: { messagesPerSecond: 1000 } } },
  });
  kits = await Promise.all(Array.from({ length: MANY }, (_, index) => running.makeKit(`kit-${index}`)));
  clients = await Promise.all(kits.map((kit) => running.connectKit(kit)));
  ben = await joinAs("ben", { joinCode: running.joinCode, slug: "lab" });
});
afterAll(() => running.close());

function count(client: MqttClient): Map<string, number> {
  const heard = new Map<string, number>();
  client.on("message", (topic) => heard.set(topic, (heard.get(topic) ?? 0) + 1));
  return heard;
}

const first = (list: readonly MqttClient[]): MqttClient => {
  const [client] = list;
  if (!client) throw new Error("no client");
  return client;
};
const sum = (heard: Map<string, number>) => [...heard.values()].reduce((total, one) => total + one, 0);

async function follow(socket: Socket, topic: string): Promise<Message[]> {
  const heard: Message[] = [];
  socket.on("topic:messages", (messages: Message[]) => heard.push(...messages));
  expect(await socket.timeout(5000).emitWithAck("topic:subscribe", { topic })).toMatchObject({ ok: true });
  return heard;
}

describe("P36 routing", () => {
  test("one to one, one to many, many to many: each message once to each", async () => {
    const heard = clients.map(count);
    await Promise.all(clients.map((client) => client.subscribeAsync("lab/+/p36", { qos: 1 })));
    await first(clients).publishAsync("lab/kit-0/p36", "1", { qos: 1 });
    await vi.waitFor(() => expect(heard.map(sum)).toEqual(Array(MANY).fill(1)));
    await Promise.all(
      clients.map((client, index) => client.publishAsync(`lab/kit-${index}/p36`, "2", { qos: 1 })),
    );
    await vi.waitFor(() => expect(heard.map(sum)).toEqual(Array(MANY).fill(1 + MANY)));
    expect(heard.every((topics) => topics.size === MANY && topics.get("lab/kit-5/p36") === 1)).toBe(true);
    await Promise.all(clients.map((client) => client.unsubscribeAsync("lab/+/p36")));
  });

  test("P43 thirty kits at two a second to thirty browsers: every browser hears every message once, in order per kit", async () => {
    const apps = await Promise.all(clients.map(() => running.connectApp(ben.token)));
    const heard = await Promise.all(apps.map((app) => follow(app, "lab/+/p43")));
    for (let round = 0; round < 4; round++) {
      await Promise.all(
        clients.map((client, index) =>
          client.publishAsync(`lab/kit-${index}/p43`, String(round), { qos: 1 }),
        ),
      );
    }
    await vi.waitFor(() => expect(heard.map(({ length }) => length)).toEqual(Array(MANY).fill(4 * MANY)));
    for (const messages of heard) {
      const ofOne = messages.filter(({ topic }) => topic === "lab/kit-7/p43");
      expect(ofOne.map(({ payload }) => payload)).toEqual(["0", "1", "2", "3"]);
    }
    for (const app of apps) app.close();
  });
});

describe("P37 topics and subscribers, M to N", () => {
  test("one subscriber holds fifty topics, one topic has a hundred subscribers; taking one away leaves the rest", async () => {
    const topics = Array.from({ length: 50 }, (_, index) => `lab/kit-0/p37/t${index}`);
    await Promise.all(topics.map((topic) => first(clients).publishAsync(topic, "0", { qos: 1 })));
    const one = await running.connectApp(ben.token);
    const heard: string[] = [];
    one.on("topic:messages", (messages: Message[]) => heard.push(...messages.map(({ topic }) => topic)));
    for (const topic of topics)
      expect(await one.timeout(5000).emitWithAck("topic:subscribe", { topic })).toMatchObject({ ok: true });
    const crowd = await Promise.all(Array.from({ length: 100 }, () => running.connectApp(ben.token)));
    const crowdHeard = await Promise.all(crowd.map((app) => follow(app, "lab/kit-0/p37/t0")));
    expect(running.kitroom.sockets.watchers("lab/kit-0/p37/t0")).toBe(101);
    expect(await db().subscription.count({ where: { userId: ben.id } })).toBe(50);

    await one.timeout(5000).emitWithAck("topic:unsubscribe", { topic: "lab/kit-0/p37/t0" });
    await Promise.all(topics.map((topic) => first(clients).publishAsync(topic, "1", { qos: 1 })));
    await vi.waitFor(() => expect(heard).toHaveLength(49));
    await vi.waitFor(() => expect(crowdHeard.map(({ length }) => length)).toEqual(Array(100).fill(1)));
    expect(heard).not.toContain("lab/kit-0/p37/t0");
    for (const app of [one, ...crowd]) app.close();
  });
});

describe("P38 a topic is a path", () => {
  test("a tree of five levels is registered by its readings, listed, and followed with + and #", async () => {
    const leaves = ["home/floor1/kitchen/stove/temp", "home/floor1/kitchen/light", "home/floor2/bath/temp"];
    const app = await running.connectApp(ben.token);
    const filters = [
      "lab/kit-1/home/#",
      "lab/kit-1/home/+/kitchen/#",
      "lab/+/home/floor2/+/temp",
      "lab/kit-1/home",
    ];
    const heard = new Set<string>();
    app.on("topic:messages", (messages: Message[]) => {
      for (const { topic, payload } of messages) heard.add(`${topic} ${String(payload)}`);
    });
    const replies = await Promise.all(
      filters.map((topic) => app.timeout(5000).emitWithAck("topic:subscribe", { topic })),
    );
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    const client = clients[1] ?? first(clients);
    for (const leaf of leaves) await client.publishAsync(`lab/kit-1/${leaf}`, leaf, { qos: 1 });
    await vi.waitFor(() =>
      expect([...heard].sort()).toEqual(leaves.map((leaf) => `lab/kit-1/${leaf} ${leaf}`).sort()),
    );
    const { body } = await ask<Page<Topic>>("GET", "/api/v1/classes/lab/topics?limit=1000", {
      as: ben.token,
    });
    const listed = body.items.filter(({ kit }) => kit === "kit-1").map(({ stream }) => stream);
    expect(listed).toEqual(expect.arrayContaining(leaves));
    app.close();
  });
});

describe("P03 the server is a client of the broker", () => {
  test("its own user name is no kit's: nobody outside can be it, and kits reach each other without it", async () => {
    await expect(running.connectKit({ username: "kitroom", key: "" })).rejects.toMatchObject({
      code: expect.any(Number),
    });
    await expect(running.connectKit({ username: "kitroom", key: "kitroom" })).rejects.toMatchObject({
      code: expect.any(Number),
    });
    const [speaker, listener] = [clients[2] ?? first(clients), clients[3] ?? first(clients)];
    const heard = count(listener);
    await listener.subscribeAsync("lab/kit-2/p03", { qos: 1 });
    await speaker.publishAsync("lab/kit-2/p03", "direct", { qos: 1 });
    await vi.waitFor(() => expect(heard.get("lab/kit-2/p03")).toBe(1));
    expect(running.kitroom.sockets.watchers("lab/kit-2/p03")).toBe(0);
  });
});

describe("P13 P42 what a kit may not", () => {
  test("a message to another kit's topic is refused, stored nowhere, shown to nobody, and the kit is told", async () => {
    const [forger, victim] = [clients[4] ?? first(clients), clients[5] ?? first(clients)];
    await victim.publishAsync("lab/kit-5/p13", "true", { qos: 1 });
    const app = await running.connectApp(ben.token);
    const heard = await follow(app, "lab/kit-5/p13");
    const told: string[] = [];
    forger.on("message", (topic, payload) => told.push(`${topic} ${payload.toString()}`));
    await forger.subscribeAsync("lab/kit-4/errors");
    for (const qos of [0, 1, 2] as const)
      await forger.publishAsync("lab/kit-5/p13", "forged", { qos, retain: true });
    await vi.waitFor(() => expect(told.join()).toContain("not-allowed"));
    await victim.publishAsync("lab/kit-5/p13", "true again", { qos: 1 });
    await vi.waitFor(() => expect(heard.map(({ payload }) => payload)).toEqual(["true again"]));
    const { body } = await ask<Page<{ payload: string }>>(
      "GET",
      "/api/v1/classes/lab/messages?topic=lab/kit-5/p13",
      { as: ben.token },
    );
    expect(body.items.map(({ payload }) => payload)).toEqual(["true", "true again"]);
    app.close();
  });

  test("an unknown kit is refused with CONNACK 5 or 4", async () => {
    await expect(running.connectKit({ username: "lab.unknown", key: "x" })).rejects.toMatchObject({
      code: expect.toSatisfy((code: number) => code === 4 || code === 5),
    });
  });
});
