import type { MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type App, openApp } from "../socket/testing";
import { ask } from "./api";
import { joinAs, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

/** Rights that end while somebody watches: the API changes them, the sockets follow within a second. */
let running: Running;
let lamp: MqttClient;
let students = 0;
let ann: Person;
let app: App;
let witness: App;

beforeAll(async () => {
  running = await openRunning();
  lamp = await running.connectKit(await running.makeKit("lamp"));
  for (const topic of ["lab/lamp/lux", "lab/shared/score"]) await lamp.publishAsync(topic, "0", { qos: 1 });
});
afterAll(() => running.close());

beforeEach(async () => {
  students++;
  ann = await joinAs(`ann${students}`, { joinCode: running.joinCode, slug: "lab" });
  app = await openApp(running.kitroom.port, { auth: { token: ann.token } });
  witness = await openApp(running.kitroom.port, { auth: { token: running.teo.token } });
  for (const one of [app, witness])
    expect(await one.subscribe("lab/lamp/lux", 1)).toMatchObject({ ok: true });
});
afterEach(() => {
  for (const { socket } of [app, witness]) socket.close();
});

const asTeo = (method: string, path: string, body?: unknown) =>
  ask(method, `/api/v1/classes/lab${path}`, { as: running.teo.token, body });

/** The topic is closed to Ann's app within a second, and what comes then reaches the witness alone. */
async function expectEnded(code: string): Promise<void> {
  await vi.waitFor(() => expect(app.closed).toMatchObject([{ topic: "lab/lamp/lux", code }]), 1000);
  const before = witness.messages.length;
  await lamp.publishAsync("lab/lamp/lux", "afterwards", { qos: 1 });
  await vi.waitFor(() => expect(witness.messages).toHaveLength(before + 1));
  expect(app.messages.filter(({ payload }) => payload === "afterwards")).toEqual([]);
  expect(witness.closed).toEqual([]);
}

test("P15 P10 a removed student is out of the room within a second, and signed out", async () => {
  expect((await asTeo("DELETE", `/members/${ann.id}`)).status).toBe(204);
  await expectEnded("not-signed-in");
  await vi.waitFor(() => expect(app.socket.connected).toBe(false));
  const again = await openApp(running.kitroom.port, { auth: { token: ann.token } }).catch(
    (error: unknown) => error,
  );
  expect(again).toMatchObject({ data: { code: "not-signed-in" } });
});

test("P15 a suspended student is out as well, and back when the suspension ends", async () => {
  await asTeo("PATCH", `/members/${ann.id}`, { suspended: true });
  await expectEnded("not-signed-in");
  await asTeo("PATCH", `/members/${ann.id}`, { suspended: false });
  const back = await openApp(running.kitroom.port, { auth: { token: ann.token } });
  expect(await back.subscribe("lab/lamp/lux")).toMatchObject({ ok: true });
  back.socket.close();
});

test("P15 private kits end what students saw of others' kits, and only that", async () => {
  await app.subscribe("lab/shared/score");
  await asTeo("PATCH", "", { settings: { privateKits: true } });
  await expectEnded("not-allowed");
  expect(running.kitroom.sockets.watchers("lab/shared/score")).toBe(1);
  await asTeo("PATCH", "", { settings: { privateKits: false } });
  expect(await app.subscribe("lab/lamp/lux")).toMatchObject({ ok: true });
});

test("P15 P14 a new password ends the tokens of before; another person's app goes on", async () => {
  await asTeo("POST", `/members/${ann.id}/password`, {});
  await expectEnded("not-signed-in");
});

test("P15 a deleted topic is closed to everybody, and may come back", async () => {
  await lamp.publishAsync("lab/lamp/short", "1", { qos: 1 });
  for (const one of [app, witness]) await one.subscribe("lab/lamp/short");
  expect((await asTeo("DELETE", "/topics/lamp/short")).status).toBe(204);
  for (const one of [app, witness])
    await vi.waitFor(
      () => expect(one.closed).toMatchObject([{ topic: "lab/lamp/short", code: "not-found" }]),
      1000,
    );
  expect(await app.subscribe("lab/lamp/short")).toMatchObject({ ok: false, code: "not-found" });
});

test("P15 a deleted kit closes its topics and filters to everybody", async () => {
  const fan = await running.connectKit(await running.makeKit("fan"));
  await fan.publishAsync("lab/fan/speed", "1", { qos: 1 });
  for (const topic of ["lab/fan/speed", "lab/fan/#"]) await app.subscribe(topic);
  await asTeo("DELETE", "/kits/fan");
  await vi.waitFor(() => expect(app.closed).toHaveLength(2), 1000);
  expect(new Set(app.closed.map(({ code }) => code))).toEqual(new Set(["not-found"]));
});

test("who is there is told by kit:presence, and that something changed by class:changed", async () => {
  const key = await running.makeKit("bell");
  await vi.waitFor(() => expect(app.changed).toContain("lab"), 5000);
  const bell = await running.connectKit(key);
  await vi.waitFor(() =>
    expect(app.presences).toMatchObject([
      { class: "lab", kit: "bell", online: true, at: expect.any(Number) },
    ]),
  );
  await bell.endAsync();
  await vi.waitFor(() => expect(app.presences).toMatchObject([{ online: true }, { online: false }]));
});
