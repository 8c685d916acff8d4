import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { noteRefusal, refusalsOf } from "../authority/refusals";
import type { ClassRefusal, KitActivity } from "../contract/activity";
import type { AuditEntry } from "../contract/audit";
import type { Class, Page } from "../contract/shapes";
import { openApp } from "../socket/testing";
import { pool } from "../sql/client";
import { ask } from "./api";
import { joinAs, makeClass, PASSWORD, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

let running: Running;
let ann: Person;

beforeAll(async () => {
  running = await openRunning();
  ann = await joinAs("ann", { joinCode: running.joinCode, slug: "lab" });
});
afterAll(() => running.close());

const asTeo = <Body>(method: string, path: string, body?: unknown) =>
  ask<Body>(method, `/api/v1/classes/lab${path}`, { as: running.teo.token, body });
const refusals = async () => (await asTeo<Page<ClassRefusal>>("GET", "/refusals")).body.items;

test("P08 what was refused to a kit is told to the class's instructor: over MQTT, with how often", async () => {
  const lamp = await running.connectKit(await running.makeKit("lamp"));
  for (let time = 0; time < 3; time++) await lamp.publishAsync("lab/lamp/errors", "mine", { qos: 1 });
  await expect(running.connectKit({ username: "lab.lamp", key: "wrong" })).rejects.toThrow();
  await vi.waitFor(async () =>
    expect(await refusals()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kit: "lamp",
          person: null,
          code: "not-allowed",
          topic: "lab/lamp/errors",
          count: 3,
        }),
        expect.objectContaining({
          kit: "lamp",
          message: "Somebody tried to connect with a wrong key.",
          count: 1,
        }),
      ]),
    ),
  );
});

test("P08 and what was refused to a person: over HTTP, Socket.IO and at the sign-in", async () => {
  await ask("PATCH", "/api/v1/classes/lab", { as: ann.token, body: { joinOpen: false } });
  await ask("GET", "/api/v1/classes/lab/kits/nothing", { as: ann.token }); // looking is no offence
  const app = await openApp(running.kitroom.port, { auth: { token: ann.token } });
  expect(await app.subscribe("lab/lamp/nothing")).toMatchObject({ ok: false, code: "not-found" });
  app.socket.close();
  const body = { class: "lab", username: "ann", password: `${PASSWORD}!` };
  await ask("POST", "/api/v1/token", { body });
  const anns = (await refusals()).filter(({ person }) => person?.id === ann.id);
  expect(anns.map(({ code, topic, count }) => [code, topic, count])).toEqual([
    ["not-signed-in", null, 1],
    ["not-found", "lab/lamp/nothing", 1],
    ["not-allowed", null, 1],
  ]);
});

test("P08 whoever is not of the class leaves no trace in it, and its students cannot read what others were refused", async () => {
  const other = await makeClass(running.teo, "Other", "other");
  const ben = await joinAs("ben", other);
  await ask("PATCH", "/api/v1/classes/lab", { as: ben.token, body: { joinOpen: false } });
  expect((await refusals()).some(({ person }) => person?.id === ben.id)).toBe(false);
  expect((await ask("GET", "/api/v1/classes/lab/refusals", { as: ben.token })).status).toBe(404);
  expect((await ask("GET", "/api/v1/classes/lab/refusals", { as: ann.token })).status).toBe(403);
});

test("what was refused is forgotten after an hour, and bounded", () => {
  const hour = 3600_000;
  noteRefusal({ class: "old", kit: "a", code: "bad-input", message: "one" }, 0);
  noteRefusal({ class: "old", kit: "a", code: "bad-input", message: "two" }, hour / 2);
  expect(refusalsOf("old", hour - 1).map(({ message }) => message)).toEqual(["two", "one"]);
  expect(refusalsOf("old", hour + 1).map(({ message }) => message)).toEqual(["two"]);
  for (let note = 0; note < 700; note++)
    noteRefusal({ class: "full", kit: `k${note}`, code: "bad-input", message: "x" }, note);
  const full = refusalsOf("full", 1000);
  expect([full.length, full[0]?.kit]).toEqual([500, "k699"]);
});

test("P08 messages a day of every kit: of this hour, and of days that are summed up", async () => {
  const key = await running.makeKit("meter", ann);
  const meter = await running.connectKit(key);
  for (let reading = 0; reading < 5; reading++)
    await meter.publishAsync("lab/meter/power", String(reading), { qos: 1 });
  const hour = 3600_000;
  const threeDaysAgo = new Date(Math.floor(Date.now() / hour) * hour - 3 * 24 * hour);
  const { rows } = await pool().query("SELECT id FROM topic WHERE path = 'meter/power'");
  await pool().query(
    `INSERT INTO history_hour (hour, rolled) VALUES ($1, true) ON CONFLICT (hour) DO NOTHING`,
    [threeDaysAgo],
  );
  await pool().query(
    `INSERT INTO history_size (topic_id, hour, messages, bytes, oldest_at) VALUES ($1, $2, 70, 700, $2)`,
    [rows[0].id, threeDaysAgo],
  );
  const { items } = (await asTeo<Page<KitActivity>>("GET", "/activity")).body;
  const ours = items.find(({ kit }) => kit === "meter");
  expect(ours?.owner).toMatchObject({ id: ann.id, username: "ann" });
  expect(ours?.days.at(-1)).toBe(5);
  expect(ours?.days.slice(2, 5).reduce((sum, count) => sum + count, 0)).toBe(70);
});

test("P08 a join code ends by itself at the time that it was given", async () => {
  const room = await makeClass(running.teo, "Evening", "evening");
  const change = (body: object) =>
    ask<Class>("PATCH", "/api/v1/classes/evening", { as: running.teo.token, body });
  const join = (username: string) =>
    ask("POST", "/api/v1/join", {
      body: { code: room.joinCode, username, name: username, password: PASSWORD },
    });
  expect((await change({ joinUntil: Date.now() - 1 })).status).toBe(400);
  const until = Date.now() + 3600_000;
  expect((await change({ joinUntil: until })).body).toMatchObject({ joinOpen: true, joinUntil: until });
  expect((await join("early")).status).toBe(201);
  await pool().query("UPDATE class SET join_until = now() - interval '1 second' WHERE slug = 'evening'");
  const { body } = await ask<Class>("GET", "/api/v1/classes/evening", { as: running.teo.token });
  expect(body).toMatchObject({ joinOpen: false, joinUntil: null });
  expect((await join("late")).body).toMatchObject({ code: "not-found" });
  expect((await change({ joinOpen: true })).body).toMatchObject({ joinOpen: true, joinUntil: null });
  expect((await join("late")).status).toBe(201);
  await change({ joinOpen: false });
  const audit = await ask<Page<AuditEntry>>("GET", "/api/v1/classes/evening/audit", {
    as: running.teo.token,
  });
  expect(
    audit.body.items
      .filter(({ action }) => action.startsWith("code."))
      .map(({ action, detail }) => [action, detail]),
  ).toEqual([
    ["code.closed", null],
    ["code.opened", null],
    ["code.opened", new Date(until).toISOString()],
  ]);
});
