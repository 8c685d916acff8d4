import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Class, HttpMessage, KitKey, Page, Problem, Topic } from "../contract/shapes";
import { ask } from "./api";
import { joinAs, makeClass, makeColleague, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let lamps: Class & { joinCode: string };
let teo: Person;
let ada: Person;
let ben: Person;
let ines: Person;
let lamp: MqttClient;

const CLASS = "/api/v1/classes/lamps";
type Heard = { topic: string; payload: Buffer; qos: number; retain: boolean };
const heard: Heard[] = [];

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
  ines = await makeColleague(teo, lamps, { username: "ines", className: "Robots" });
  const { body: key } = await ask<KitKey>("POST", `${CLASS}/kits`, { as: ada.token, body: { name: "Lamp" } });
  lamp = await connect(key);
  lamp.on("message", (topic, payload, { qos, retain }) => heard.push({ topic, payload, qos, retain }));
  await lamp.subscribeAsync("lamps/#", { qos: 2 });
});
afterAll(async () => {
  lamp.end(true);
  await school.close();
});

function connect({ username, key }: KitKey): Promise<MqttClient> {
  return mqtt.connectAsync({
    host: "127.0.0.1",
    port: school.mqttPort,
    username,
    password: key,
    reconnectPeriod: 0,
  });
}

const publish = (by: Person | null, body: object, className = "lamps") =>
  ask<{ topic: string; qos: number; at: number } & Problem>("POST", `/api/v1/classes/${className}/publish`, {
    as: by?.token,
    body,
  });
const messages = async (topic: string) =>
  (await ask<Page<HttpMessage>>("GET", `${CLASS}/messages?topic=${topic}&limit=1000`, { as: teo.token })).body
    .items;

test.each([0, 1, 2])(
  "P09 P34 P35 a command at QoS %i reaches the kit and is stored, once, as it is",
  async (qos) => {
    const topic = `lamps/lamp/set/led${qos}`;
    const answer = await publish(ada, { topic, payload: "on", qos });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ topic, qos, at: expect.any(Number) });
    await vi.waitFor(() =>
      expect(heard.filter((one) => one.topic === topic)).toEqual([
        { topic, payload: Buffer.from("on"), qos, retain: false },
      ]),
    );
    await vi.waitFor(async () =>
      expect(await messages(topic)).toEqual([
        { topic, payload: "on", at: answer.body.at, qos, retain: false },
      ]),
    );
  },
);

test("P34 bytes go as payloadBase64 and arrive byte by byte", async () => {
  const topic = "lamps/lamp/set/bytes";
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const { status } = await publish(ada, { topic, payloadBase64: bytes.toString("base64"), qos: 1 });
  expect(status).toBe(200);
  await vi.waitFor(() => expect(heard.find((one) => one.topic === topic)?.payload).toEqual(bytes));
  expect((await messages(topic))[0]).toMatchObject({ payloadBase64: bytes.toString("base64") });
});

test.each([`'; DROP TABLE message; --`, "$1", "a\0b", '{"a":1e999}', "한글 🔧", ""])(
  "P16 the payload %j is stored and returned as it is",
  async (payload) => {
    const topic = "lamps/lamp/set/text";
    expect((await publish(ada, { topic, payload, qos: 1 })).status).toBe(200);
    expect((await messages(topic)).at(-1)).toMatchObject({ payload });
  },
);

test("P35 a payload of 64 KiB passes, one byte more is too-large, in either form", async () => {
  const topic = "lamps/lamp/set/big";
  const most = 64 * 1024;
  expect((await publish(ada, { topic, payload: "x".repeat(most), qos: 1 })).status).toBe(200);
  const over = [
    { payload: "x".repeat(most + 1) },
    { payload: "한".repeat(most / 3 + 1) },
    { payloadBase64: base64(most + 1) },
  ];
  for (const content of over) {
    const { status, body } = await publish(ada, { topic, ...content, qos: 1 });
    expect([status, body.code]).toEqual([413, "too-large"]);
  }
  expect((await publish(ada, { topic, payloadBase64: base64(most), qos: 1 })).status).toBe(200);
  expect(await messages(topic)).toHaveLength(2);
});

function base64(length: number): string {
  return Buffer.alloc(length, 7).toString("base64");
}

test("P32 P33 who may publish where, and the first message registers its topic", async () => {
  const own = { topic: "lamps/lamp/note", payload: "1" };
  const command = { topic: "lamps/lamp/set/note", payload: "1" };
  const board = { topic: "lamps/shared/note", payload: "1" };
  const table: [Person | null, object, number][] = [
    [null, own, 401],
    [ines, own, 404],
    [ben, own, 403],
    [ben, command, 403],
    [ben, board, 200],
    [ada, own, 200],
    [ada, command, 200],
    [teo, own, 200],
    [teo, { topic: "lamps/lamp/status", payload: "online" }, 200],
    [teo, { topic: "lamps/lamp/errors", payload: "{}" }, 403],
    [teo, { topic: "lamps/no-such-kit/note", payload: "1" }, 404],
    [teo, { topic: "robots/lamp/note", payload: "1" }, 400],
  ];
  for (const [by, body, status] of table)
    expect([body, (await publish(by, body)).status]).toEqual([body, status]);
  expect((await publish(teo, own, "robots")).status).toBe(404);
  expect((await publish(teo, own, "no-such-class")).body).toEqual((await publish(teo, own, "robots")).body);
  await ask("PATCH", `${CLASS}/kits/lamp`, { as: ada.token, body: { shareControl: true } });
  expect([(await publish(ben, command)).status, (await publish(ben, own)).status]).toEqual([200, 403]);
  expect((await ask("GET", `${CLASS}/topics/lamp/note`, { as: ben.token })).status).toBe(200);
});

test.each([
  "",
  "lamps/lamp/+",
  "lamps/#",
  "$SYS/broker",
  "lamps/lamp",
  "lamps/lamp/a/b/c/d/e/f",
  "lamps/lamp/x\0y",
])("P33 the topic %j is refused before any packet is sent", async (topic) => {
  const before = heard.length;
  expect((await publish(teo, { topic, payload: "1", qos: 1 })).body).toMatchObject({ code: "bad-input" });
  await publish(teo, { topic: "lamps/shared/mark", payload: "1", qos: 1 }); // what came before it has arrived
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before));
  expect(heard.slice(before).map((one) => one.topic)).toEqual(["lamps/shared/mark"]);
});

test("P33 a class that declares first takes no unknown topic, and no more than its number", async () => {
  const set = (settings: object) => ask("PATCH", CLASS, { as: teo.token, body: { settings } });
  await set({ declareFirst: true });
  expect((await publish(ada, { topic: "lamps/lamp/undeclared", payload: "1" })).status).toBe(404);
  await ask("POST", `${CLASS}/topics`, { as: ada.token, body: { topic: "lamps/lamp/declared" } });
  expect((await publish(ada, { topic: "lamps/lamp/declared", payload: "1" })).status).toBe(200);
  const topics = await school.database.prisma.topic.count();
  await set({ declareFirst: false, limits: { topics } });
  const { status, body } = await publish(ada, { topic: "lamps/lamp/one-too-many", payload: "1" });
  expect([status, body.code]).toEqual([422, "limit-reached"]);
  await set({ limits: { topics: 5000 } });
});

test("P31 a retained command waits for a kit that comes later, and goes with its topic", async () => {
  const topic = "lamps/lamp/set/wanted";
  expect((await publish(ada, { topic, payload: "on", qos: 1, retain: true })).status).toBe(200);
  expect(await retainedOf(topic)).toBe("on");
  expect(
    (await ask<Topic>("GET", `${CLASS}/topics/lamp/set/wanted`, { as: ada.token })).body.last,
  ).toMatchObject({
    payload: "on",
    retain: true,
  });
  expect((await ask("DELETE", `${CLASS}/topics/lamp/set/wanted`, { as: ada.token })).status).toBe(204);
  expect(await retainedOf(topic)).toBeNull();
  expect(await messages(topic)).toEqual([]);
});

/** What a kit that comes now is given for the topic; a mark that is retained too tells that all has come. */
async function retainedOf(topic: string): Promise<string | null> {
  await publish(teo, { topic: "lamps/shared/mark", payload: "mark", qos: 1, retain: true });
  const { body: key } = await ask<KitKey>("GET", `${CLASS}/kits/lamp/key`, { as: ada.token });
  const late = await connect(key);
  const given = new Map<string, string>();
  late.on("message", (name, payload) => given.set(name, payload.toString()));
  await late.subscribeAsync([topic, "lamps/shared/mark"], { qos: 1 });
  await vi.waitFor(() => expect(given.has("lamps/shared/mark")).toBe(true));
  late.end(true);
  return given.get(topic) ?? null;
}

test("P42 a deleted kit is disconnected, and its retained messages go with it", async () => {
  const { body: key } = await ask<KitKey>("POST", `${CLASS}/kits`, { as: ada.token, body: { name: "Fan" } });
  const fan = await connect(key);
  fan.on("error", () => {});
  await fan.publishAsync("lamps/fan/rpm", "100", { qos: 1, retain: true });
  const closed = new Promise<void>((resolve) => fan.once("close", () => resolve()));
  expect((await ask("DELETE", `${CLASS}/kits/fan`, { as: ada.token })).status).toBe(204);
  await closed;
  expect(await retainedOf("lamps/fan/rpm")).toBeNull();
  expect((await messages("lamps/fan/rpm")).length).toBe(0);
});

test("P42 the connection of an old key ends when a new one is made", async () => {
  const { body: key } = await ask<KitKey>("POST", `${CLASS}/kits`, { as: ada.token, body: { name: "Pump" } });
  const pump = await connect(key);
  pump.on("error", () => {});
  const closed = new Promise<void>((resolve) => pump.once("close", () => resolve()));
  const { body: renewed } = await ask<KitKey>("POST", `${CLASS}/kits/pump/key`, { as: ada.token });
  await closed;
  await expect(connect(key)).rejects.toThrow();
  (await connect(renewed)).end(true);
});

test("P06 health says ok while database and broker are up, to anybody", async () => {
  const { status, body } = await ask("GET", "/api/health");
  expect([status, body]).toEqual([
    200,
    { status: "ok", database: "ok", broker: "ok", version: expect.any(String) },
  ]);
});
