import type { MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ApiToken } from "../contract/shapes";
import { type App, openApp, settled } from "../socket/testing";
import { followedTopics } from "../sql/subscriptions";
import { ask } from "./api";
import { joinAs, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

/** Apps that watch by an API token: what they may follow, and that it ends within a second. */
let running: Running;
let lamp: MqttClient;
let ann: Person;
const apps: App[] = [];

beforeAll(async () => {
  running = await openRunning();
  lamp = await running.connectKit(await running.makeKit("lamp"));
  await running.makeKit("fan");
  ann = await joinAs("ann", { joinCode: running.joinCode, slug: "lab" });
  for (const topic of ["lab/lamp/lux", "lab/shared/score"]) await lamp.publishAsync(topic, "0", { qos: 1 });
  await send("lab/fan/speed");
});
afterAll(async () => {
  for (const { socket } of apps) socket.close();
  await running.close();
});

const send = (topic: string) =>
  ask("POST", "/api/v1/classes/lab/publish", {
    as: running.teo.token,
    body: { topic, payload: "0", qos: 1 },
  });

async function appOf(
  by: Person,
  wish: object = {},
): Promise<{ app: App; token: ApiToken & { secret: string } }> {
  const { body: token } = await ask<ApiToken & { secret: string }>("POST", "/api/v1/tokens", {
    as: by.token,
    body: { name: "App", ...wish },
  });
  const app = await openApp(running.kitroom.port, { auth: { token: token.secret } });
  apps.push(app);
  return { app, token };
}

/** Closed within a second, cut off, not let in again, and reached by nothing that comes afterwards. */
async function expectEnded(app: App, secret: string, code: string, within = 1000): Promise<void> {
  await vi.waitFor(() => expect(app.closed).toMatchObject([{ topic: "lab/lamp/lux", code }]), within);
  await vi.waitFor(() => expect(app.socket.connected).toBe(false));
  const { app: witness } = await appOf(running.teo);
  await witness.subscribe("lab/lamp/lux");
  const before = app.messages.length;
  await lamp.publishAsync("lab/lamp/lux", "afterwards", { qos: 1 });
  await vi.waitFor(() => expect(witness.messages).toMatchObject([{ payload: "afterwards" }]));
  expect(app.messages).toHaveLength(before);
  const again = openApp(running.kitroom.port, { auth: { token: secret } });
  await expect(again).rejects.toMatchObject({ data: { code } });
}

test("P14 P15 an app receives by its token until that is revoked", async () => {
  const { app, token } = await appOf(ann);
  expect(await app.subscribe("lab/lamp/lux", 1)).toMatchObject({ ok: true });
  await lamp.publishAsync("lab/lamp/lux", "7", { qos: 1 });
  await vi.waitFor(() => expect(app.messages).toMatchObject([{ payload: "7" }]));
  expect((await ask("DELETE", `/api/v1/tokens/${token.id}`, { as: ann.token })).status).toBe(204);
  await expectEnded(app, token.secret, "not-signed-in");
});

test("P14 P15 an app receives by its token until that expires", async () => {
  const expiresAt = Date.now() + 2000;
  const { app, token } = await appOf(ann, { expiresAt });
  expect(await app.subscribe("lab/lamp/lux", 1)).toMatchObject({ ok: true });
  await expectEnded(app, token.secret, "token-expired", expiresAt + 1000 - Date.now());
});

test("P15 the token of a removed student ends, and that of a deleted account", async () => {
  for (const username of ["kim", "lee"]) {
    const student = await joinAs(username, { joinCode: running.joinCode, slug: "lab" });
    const { app, token } = await appOf(student);
    await app.subscribe("lab/lamp/lux", 1);
    if (username === "kim")
      await ask("DELETE", `/api/v1/classes/lab/members/${student.id}`, { as: running.teo.token });
    else await ask("DELETE", "/api/v1/me", { as: student.token, body: { password: "lamps-and-wires" } });
    await expectEnded(app, token.secret, "not-signed-in");
  }
});

test("P14 a token for one kit follows that kit, and hears of no other", async () => {
  const { app } = await appOf(running.teo, { class: "lab", kit: "lamp" });
  for (const topic of ["lab/lamp/lux", "lab/lamp/#"])
    expect(await app.subscribe(topic), topic).toMatchObject({ ok: true });
  for (const topic of [
    "lab/#",
    "lab/+/lux",
    "lab/fan/speed",
    "lab/fan/#",
    "lab/shared/score",
    "lab/shared/#",
  ])
    expect(await app.subscribe(topic), topic).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await app.publish("lab/lamp/set/led", "on", { qos: 1 })).toMatchObject({ ok: true });
  for (const topic of ["lab/fan/set/led", "lab/shared/score"])
    expect(await app.publish(topic, "on"), topic).toMatchObject({ ok: false, code: "not-allowed" });

  const { app: witness } = await appOf(running.teo, { class: "lab" });
  const [bell, second] = [await running.makeKit("bell"), await running.makeKit("second")];
  for (const kit of [bell, second]) await (await running.connectKit(kit)).endAsync();
  await vi.waitFor(() => expect(witness.presences).toHaveLength(4));
  await settled(app);
  expect(app.presences).toEqual([]);
  await lamp.endAsync();
  await vi.waitFor(() => expect(app.presences).toMatchObject([{ class: "lab", kit: "lamp", online: false }]));
  lamp = await running.connectKit(await keyOf("lamp"));
});

const keyOf = async (kit: string) =>
  (
    await ask<{ username: string; key: string }>("GET", `/api/v1/classes/lab/kits/${kit}/key`, {
      as: running.teo.token,
    })
  ).body;

test("P14 P32 a token that reads only receives and publishes nothing", async () => {
  const { app } = await appOf(running.teo, { readOnly: true });
  expect(await app.subscribe("lab/#")).toMatchObject({ ok: true });
  expect(await app.publish("lab/lamp/set/led", "on")).toMatchObject({ ok: false, code: "not-allowed" });
});

test("P10 to a token for another class this one does not exist", async () => {
  await ask("POST", "/api/v1/classes", { as: running.teo.token, body: { name: "Den", slug: "den" } });
  const { app } = await appOf(running.teo, { class: "den" });
  for (const topic of ["lab/lamp/lux", "lab/#"])
    expect(await app.subscribe(topic), topic).toMatchObject({ ok: false, code: "not-found" });
  expect(await app.publish("lab/lamp/lux", "1")).toMatchObject({ ok: false, code: "not-found" });
});

test("P15 a deleted kit ends the tokens that were for it", async () => {
  await running.makeKit("horn");
  await send("lab/horn/level");
  const { app } = await appOf(running.teo, { class: "lab", kit: "horn" });
  await app.subscribe("lab/horn/level");
  await ask("DELETE", "/api/v1/classes/lab/kits/horn", { as: running.teo.token });
  await vi.waitFor(() => expect(app.socket.connected).toBe(false), 1000);
});

test("what an app follows by a token, its maker's pages do not", async () => {
  const { app } = await appOf(ann);
  expect(await app.subscribe("lab/fan/speed")).toMatchObject({ ok: true });
  const own = await openApp(running.kitroom.port, { auth: { token: ann.token } });
  apps.push(own);
  expect(await own.subscribe("lab/lamp/lux")).toMatchObject({ ok: true });
  expect(await app.unsubscribe("lab/lamp/lux")).toMatchObject({ ok: true });
  expect(await followed(ann)).toEqual(["lab/lamp/lux"]);
});

async function followed({ id }: Person): Promise<string[]> {
  return followedTopics({ id, name: "ann", email: null, standings: new Map(), scope: null }, "lab");
}
