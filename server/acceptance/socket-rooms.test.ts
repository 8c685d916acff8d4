import { SignJWT, UnsecuredJWT } from "jose";
import type { MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { secretFor } from "../authority/secret";
import type { KitKey, Page } from "../contract/shapes";
import { type App, openApp } from "../socket/testing";
import { db } from "../sql/client";
import { ask } from "./api";
import { joinAs, makeColleague, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

let running: Running;
let ann: Person;
let ben: Person;
let lampKey: KitKey;
let lamp: MqttClient;

beforeAll(async () => {
  running = await openRunning();
  const lab = { joinCode: running.joinCode, slug: "lab" };
  ann = await joinAs("ann", lab);
  ben = await joinAs("ben", lab);
  lampKey = await running.makeKit("lamp", ann);
  lamp = await running.connectKit(lampKey);
  for (const topic of ["lab/lamp/lux", "lab/lamp/air/temperature", "lab/shared/score"])
    await lamp.publishAsync(topic, "0", { qos: 1 });
});
afterAll(() => running.close());

const apps: App[] = [];
async function appOf(person: Person | string, transport = "websocket"): Promise<App> {
  const token = typeof person === "string" ? person : person.token;
  const app = await openApp(running.kitroom.port, { auth: { token }, transports: [transport] });
  apps.push(app);
  return app;
}
afterAll(() => {
  for (const { socket } of apps) socket.close();
});

const texts = (app: App) => app.messages.map(({ payload }) => payload);
const watchers = (room: string) => running.kitroom.sockets.watchers(room);

describe("P11 the handshake's token", () => {
  const jwt = (change: Partial<Record<"aud" | "iss", string>> = {}, exp: number | string = "60m") =>
    new SignJWT({ ver: 1 })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(change.iss ?? "kitroom")
      .setAudience(change.aud ?? "kitroom-app")
      .setSubject(ann.id)
      .setIssuedAt()
      .setExpirationTime(exp);
  const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;
  const sign = (token: SignJWT) => token.sign(secretFor("token"));

  const unsecured = () =>
    new UnsecuredJWT({ ver: 1 })
      .setIssuer("kitroom")
      .setAudience("kitroom-app")
      .setSubject(ann.id)
      .setExpirationTime("60m")
      .encode();

  test.each<[string, () => Promise<string | undefined>, string]>([
    ["missing", async () => undefined, "not-signed-in"],
    ["empty", async () => "", "not-signed-in"],
    ["malformed", async () => "a.b.c", "not-signed-in"],
    ["for another audience", () => sign(jwt({ aud: "elsewhere" })), "not-signed-in"],
    ["of another issuer", () => sign(jwt({ iss: "elsewhere" })), "not-signed-in"],
    ["signed with another key", () => jwt().sign(Buffer.alloc(32, 1)), "not-signed-in"],
    ["not signed (alg none)", async () => unsecured(), "not-signed-in"],
    ["expired", () => sign(jwt({}, ago(120))), "token-expired"],
  ])("%s is refused, with the reason", async (_case, token, code) => {
    const given = await token();
    const refusal = await openApp(
      running.kitroom.port,
      given === undefined ? {} : { auth: { token: given } },
    ).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ data: { code } });
  });

  test("is taken up to 60 seconds of clock skew after its end", async () => {
    const app = await appOf(await sign(jwt({}, ago(5))));
    expect(await app.subscribe("lab/lamp/lux")).toMatchObject({ ok: true });
    await app.unsubscribe("lab/lamp/lux");
  });
});

test("P12 a token gives what its own person may do, and nothing of another's", async () => {
  const kim = await makeColleague(
    running.teo,
    { joinCode: running.joinCode, slug: "lab" },
    { username: "kim", className: "Robots" },
  );
  const app = await appOf(kim);
  for (const topic of ["lab/lamp/lux", "lab/#", "lab/lamp/status"])
    expect(await app.subscribe(topic)).toMatchObject({ ok: false, code: "not-found" });
  expect(await app.subscribe(`${kim.class.slug}/#`)).toMatchObject({ ok: true });
});

test.each(["websocket", "polling"])("P19 by %s commands go up and data comes down", async (transport) => {
  const app = await appOf(ann, transport);
  expect(await app.subscribe("lab/lamp/lux", 1)).toMatchObject({ ok: true });
  await app.publish("lab/lamp/lux", `by ${transport}`, { qos: 1 });
  await vi.waitFor(() => expect(texts(app)).toEqual([`by ${transport}`]));
  app.socket.close();
});

test("P20 a member receives all 1000 messages in their order, who is not in the room none", async () => {
  const [member, other] = [await appOf(ann), await appOf(ben)];
  await member.subscribe("lab/lamp/lux", 1);
  await other.subscribe("lab/shared/score", 1);
  const numbers = Array.from({ length: 1000 }, (_, index) => String(index));
  for (let from = 0; from < 1000; from += 200) {
    await Promise.all(numbers.slice(from, from + 200).map((text) => member.publish("lab/lamp/lux", text)));
  }
  await vi.waitFor(() => expect(member.messages).toHaveLength(1000), 20_000);
  expect(texts(member)).toEqual(numbers);
  await other.unsubscribe("lab/shared/score");
  expect(other.messages).toEqual([]);
  member.socket.close();
});

test("P21 P27 the room has the topic's name and counts its members", async () => {
  const [one, two] = [await appOf(ann), await appOf(ben)];
  const topic = "lab/lamp/air/temperature";
  for (const app of [one, two, one]) await app.subscribe(topic);
  expect(watchers(topic)).toBe(2);
  await one.unsubscribe(topic);
  expect(watchers(topic)).toBe(1);
  two.socket.close();
  await vi.waitFor(() => expect(watchers(topic)).toBe(0));
});

test("P22 who speaks only Socket.IO reaches an MQTT client and the reverse, and one another", async () => {
  const [one, two] = [await appOf(ann), await appOf(ben)];
  const heard: string[] = [];
  lamp.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
  await lamp.subscribeAsync("lab/lamp/set/#", { qos: 1 });
  for (const app of [one, two]) await app.subscribe("lab/shared/score", 1);
  await one.publish("lab/lamp/set/led", "on", { qos: 1 });
  await vi.waitFor(() => expect(heard).toEqual(["lab/lamp/set/led on"]));
  await lamp.publishAsync("lab/shared/score", "by a kit", { qos: 1 });
  await two.publish("lab/shared/score", "by a person", { qos: 1 });
  await vi.waitFor(() => {
    for (const app of [one, two]) expect(texts(app)).toEqual(["by a kit", "by a person"]);
  });
});

test("P26 what is not registered, and what is another class's, is not-found and leaves no room", async () => {
  const app = await appOf(ann);
  for (const topic of ["lab/lamp/nothing", "lab/ghost/lux", "lab/ghost/status", "elsewhere/lamp/lux"]) {
    expect(await app.subscribe(topic)).toMatchObject({ ok: false, code: "not-found" });
    expect(watchers(topic)).toBe(0);
  }
  for (const topic of ["#", "+/lamp/lux", "$SYS/#"])
    expect(await app.subscribe(topic)).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await app.subscribe("lab/lamp/status")).toMatchObject({ ok: true });
});

test("P29 P18 what is live is what history has: payload, time, QoS and retain flag", async () => {
  const app = await appOf(ben);
  await app.subscribe("lab/#", 2);
  for (const [qos, retain] of [
    [0, false],
    [1, true],
    [2, false],
  ] as const)
    await lamp.publishAsync("lab/lamp/p29", `qos ${qos}`, { qos, retain });
  await vi.waitFor(() => expect(app.messages).toHaveLength(3));
  const history = async () => {
    const at = "/api/v1/classes/lab/messages?topic=lab/lamp/p29";
    return (await ask<Page<unknown>>("GET", at, { as: ben.token })).body.items;
  };
  await vi.waitFor(async () => expect(await history()).toHaveLength(3));
  expect(await history()).toEqual(app.messages);
  app.socket.close();
});

test("P30 nobody watching does not end the recording", async () => {
  const app = await appOf(ben);
  await lamp.publishAsync("lab/lamp/p30", "watched", { qos: 1 });
  await app.subscribe("lab/lamp/p30");
  app.socket.close();
  await vi.waitFor(() => expect(watchers("lab/lamp/p30")).toBe(0));
  await lamp.publishAsync("lab/lamp/p30", "unwatched", { qos: 1 });
  const at = "/api/v1/classes/lab/messages?topic=lab/lamp/p30";
  const { body } = await ask<Page<{ payload: string }>>("GET", at, { as: ben.token });
  expect(body.items.map(({ payload }) => payload)).toEqual(["watched", "unwatched"]);
});

test("P31 the first and the later one get the retained value with the time at which it came", async () => {
  await lamp.publishAsync("lab/lamp/p31", "412", { qos: 1, retain: true });
  const replies = [];
  for (const person of [ann, ben]) replies.push(await (await appOf(person)).subscribe("lab/lamp/p31"));
  const at = "/api/v1/classes/lab/messages?topic=lab/lamp/p31";
  const { body } = await ask<Page<unknown>>("GET", at, { as: ben.token });
  expect(body.items).toHaveLength(1);
  for (const reply of replies) expect(reply).toMatchObject({ ok: true, value: { retained: body.items } });
});

test("P32 P33 to read is not to publish; what is refused is stored nowhere", async () => {
  const app = await appOf(ben);
  expect(await app.subscribe("lab/lamp/lux")).toMatchObject({ ok: true });
  const refusals = [
    ["lab/lamp/lux", "not-allowed"],
    ["lab/lamp/set/led", "not-allowed"],
    ["lab/lamp/errors", "not-allowed"],
    ["lab/ghost/lux", "not-found"],
    ["elsewhere/lamp/lux", "not-found"],
    ["lab/lamp/#", "bad-input"],
    ["$SYS/broker", "bad-input"],
    ["lab/shared/a/b/c/d/e/f", "bad-input"],
    ["", "bad-input"],
  ] as const;
  for (const [topic, code] of refusals)
    expect(await app.publish(topic, "refused", { qos: 1 })).toMatchObject({ ok: false, code });
  expect(await db().message.count({ where: { payload: Buffer.from("refused") } })).toBe(0);
  expect(await app.publish("lab/shared/p33", "allowed", { qos: 1 })).toMatchObject({ ok: true });
});

test("P37 the database has who follows which topic, once each", async () => {
  const [one, again] = [await appOf(ben), await appOf(ben)];
  for (const app of [one, again]) await app.subscribe("lab/lamp/lux");
  const rows = () => db().subscription.findMany({ where: { userId: ben.id, topic: { path: "lamp/lux" } } });
  expect(await rows()).toHaveLength(1);
  await one.unsubscribe("lab/lamp/lux");
  expect(await rows()).toHaveLength(1);
  for (const { socket } of apps) if (socket !== again.socket) socket.close();
  await vi.waitFor(() => expect(watchers("lab/lamp/lux")).toBe(1));
  await again.unsubscribe("lab/lamp/lux");
  expect(await rows()).toHaveLength(0);
});
