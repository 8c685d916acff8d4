import type { MqttClient } from "mqtt";
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { HttpMessage, Kit, Message, Page, Problem, Series, Topic } from "../contract/shapes";
import { openHoursBefore, rollHour } from "../sql/rollups";
import { ask } from "./api";
import { openRunning, type Running } from "./running";

const CLASS = "/api/v1/classes/lab";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let running: Running;
let lamp: MqttClient;
let app: Socket;
let live: Message[];
let complaints: { code: string; message: string; topic: string }[];
/** A topic of its own for each test, which takes readings from the past. */
let topic: string;
let count = 0;

beforeAll(async () => {
  running = await openRunning();
  lamp = await running.connectKit(await running.makeKit("lamp"));
  lamp.on("message", (_topic, payload) => complaints.push(JSON.parse(payload.toString())));
  await lamp.subscribeAsync("lab/lamp/errors");
  app = await running.connectApp(running.teo.token);
  app.on("topic:messages", (messages: Message[]) => live.push(...messages));
  await app.timeout(5000).emitWithAck("topic:subscribe", { topic: "lab/lamp/#" });
});
afterAll(() => running.close());
beforeEach(async () => {
  [live, complaints] = [[], []];
  topic = `lab/lamp/past${++count}`;
  await api("POST", "/topics", { topic, backfill: true });
});

const api = async <Body>(method: string, path: string, body?: object) =>
  (await ask<Body>(method, `${CLASS}${path}`, { as: running.teo.token, body })).body;
const said = (at: unknown, value: unknown) => JSON.stringify({ at, value });
const send = (payload: string, qos: 0 | 1 | 2 = 1, more = {}) =>
  lamp.publishAsync(topic, payload, { qos, ...more });
const messages = async (query = "") =>
  (await api<Page<HttpMessage>>("GET", `/messages?topic=${topic}&limit=1000${query}`)).items;
const series = (query: Record<string, string | number>) =>
  api<Series>("GET", `/series?${new URLSearchParams({ topic, ...mapped(query) })}`);
const mapped = (query: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
const change = (body: object) => api<Topic>("PATCH", `/topics/${topic.slice("lab/".length)}`, body);

test("a topic says whether it takes readings from the past; it does not, unless it is told to", async () => {
  expect(await api("GET", `/topics/${topic.slice(4)}`)).toMatchObject({ backfill: true });
  expect(await change({ label: "Air" })).toMatchObject({ label: "Air", backfill: true });
  expect(await change({ backfill: false })).toMatchObject({ label: "Air", backfill: false });
  expect(await api("POST", "/topics", { topic: `${topic}b` })).toMatchObject({ backfill: false });
  expect(await change({ backfill: "yes" })).toMatchObject({ code: "bad-input" });
});

test("a reading from the past is stored, shown and drawn at the time that it says", async () => {
  const now = Date.now();
  const payloads = [
    [now - 2 * HOUR, '"on"'],
    [now - 3 * HOUR, "21.5"],
    [now + 4 * MINUTE, "false"],
    [now - 3 * HOUR, '{"air":{"t":7}}'],
    [now - 4 * HOUR, '"open"'],
  ].map(([at, value]) => [Number(at), `{ "value":${value}, "at":${at}}`] as const);
  for (const [n, [, payload]] of payloads.entries()) await send(payload, n % 2 === 0 ? 1 : 2);
  const stored = payloads.map(([at, payload], n) => ({
    topic,
    payload,
    at,
    qos: n % 2 === 0 ? 1 : 2,
    retain: false,
  }));
  await vi.waitFor(() => expect(live).toEqual(stored));
  expect(await messages()).toEqual(stored.toSorted((one, other) => one.at - other.at));
  const { points } = await series({ from: now - DAY, to: now + HOUR, points: 2000 });
  expect(points.map(({ mean }) => mean)).toEqual([21.5, 1, 0]);
  const air = await series({ from: now - DAY, to: now + HOUR, field: "air.t" });
  expect(air.points.map(({ mean }) => mean)).toEqual([7]);
  expect((await series({ from: 0, to: now + HOUR, field: "at" })).points).toEqual([]);
  expect((await api<Topic>("GET", `/topics/${topic.slice(4)}`)).last).toEqual(stored[2]);
});

test("that it came is known by the server's clock", async () => {
  const before = Date.now();
  await send(said(before - 5 * DAY, 1));
  const lastSeen = async () => (await api<Kit>("GET", "/kits/lamp")).lastSeenAt;
  // Written every five seconds, for all kits together.
  await vi.waitFor(async () => expect(await lastSeen()).toBeGreaterThanOrEqual(before), { timeout: 20_000 });
});

test("a reading without a time is one of now", async () => {
  const before = Date.now();
  for (const payload of ["21.5", '{"value":1,"t":2}', "[1]", '{"at"']) await send(payload);
  const stored = await messages();
  expect(stored).toHaveLength(4);
  expect(Math.min(...stored.map(({ at }) => at))).toBeGreaterThanOrEqual(before);
  expect((await series({ field: "value", from: before, to: Date.now() })).points).toHaveLength(1);
});

test("what cannot be is acknowledged, explained to the kit, stored nowhere, and reaches nobody", async () => {
  const now = Date.now();
  const refused = [
    [said(now + 6 * MINUTE, 1), "5 minutes ahead"],
    [said(now - 91 * DAY, 1), "90 days"],
    [said(-1, 1), "whole number"],
    [said(now + 0.5, 1), "whole number"],
    [said(String(now), 1), "whole number"],
    ['{"at":1e400,"value":1}', "whole number"],
    [said(null, 1), "whole number"],
    [`{"at":${now},"t":21}`, "value"],
  ] as const;
  for (const [n, [payload]] of refused.entries()) await send(payload, n % 2 === 0 ? 1 : 2, { retain: true });
  await vi.waitFor(() => expect(complaints).toHaveLength(refused.length));
  for (const [n, [, why]] of refused.entries())
    expect(complaints[n]).toEqual({ code: "bad-input", message: expect.stringContaining(why), topic });
  await send("the next");
  await vi.waitFor(() => expect(live.map(({ payload }) => payload)).toContain("the next"));
  expect(live.filter((one) => one.topic === topic)).toHaveLength(1);
  expect(await messages()).toHaveLength(1);
});

test("people and apps are refused as they are for any bad input", async () => {
  const now = Date.now();
  const payload = said(now + 6 * MINUTE, 1);
  const { status, body } = await ask<Problem>("POST", `${CLASS}/publish`, {
    as: running.teo.token,
    body: { topic, payload, qos: 1 },
  });
  expect([status, body.code, body.errors?.[0]?.field]).toEqual([400, "bad-input", "payload"]);
  const bytes = Buffer.from(payload).toString("base64");
  expect(await api("POST", "/publish", { topic, payloadBase64: bytes })).toMatchObject({ status: 400 });
  for (const one of [payload, Buffer.from(payload)])
    expect(await app.timeout(5000).emitWithAck("topic:publish", { topic, payload: one })).toMatchObject({
      ok: false,
      code: "bad-input",
      message: expect.stringContaining("5 minutes"),
    });
  expect(await messages()).toEqual([]);
  const good = { topic, payload: said(now - HOUR, 3), qos: 1 };
  expect(await api("POST", "/publish", good)).toEqual({ topic, qos: 1, at: now - HOUR });
  expect(
    await app.timeout(5000).emitWithAck("topic:publish", { ...good, payload: said(now - DAY, 3) }),
  ).toMatchObject({ ok: true, value: { at: now - DAY } });
});

test("where it is off, an object with at and value is one like any other", async () => {
  await change({ backfill: false });
  const before = Date.now();
  await send(said(1000, 21.5));
  const [stored] = await messages();
  expect(stored?.at).toBeGreaterThanOrEqual(before);
  const span = { from: before, to: Date.now() };
  expect((await series({ ...span, field: "at" })).points).toMatchObject([{ min: 1000 }]);
  expect((await series({ ...span, field: "value" })).points).toMatchObject([{ min: 21.5 }]);
  await change({ backfill: true });
  await send(said(before - HOUR, 1));
  expect(await messages(`&to=${before - 1}`)).toMatchObject([{ at: before - HOUR }]);
});

test("a class that keeps its messages for less time takes no older ones", async () => {
  const days = (historyDays: number) => api("PATCH", "", { settings: { limits: { historyDays } } });
  await days(7);
  await vi.waitFor(async () => {
    await send(said(Date.now() - 8 * DAY, 1));
    await vi.waitFor(() => expect(complaints.at(-1)?.message).toContain("7 days"), { timeout: 100 });
  });
  await days(90);
});

test("a retained reading is given to latecomers under its own time", async () => {
  const at = Date.now() - 2 * DAY;
  await send(said(at, 1), 1, { retain: true });
  const late = await running.connectApp(running.teo.token);
  const reply = await late.timeout(5000).emitWithAck("topic:subscribe", { topic });
  expect(reply.value.retained).toEqual([{ topic, payload: said(at, 1), at, qos: 1, retain: true }]);
  expect(await messages()).toEqual(reply.value.retained);
});

test("a reading for an hour that is summed up opens it again, and long charts are right at any time", async () => {
  const hour = Math.floor((Date.now() - 3 * DAY) / HOUR) * HOUR;
  const span = { from: hour - 10 * DAY, to: Date.now() };
  const sums = async () => (await series(span)).points.map(({ min, max, count: n }) => [min, max, n]);
  const roll = async () => {
    for (const open of await openHoursBefore(Date.now())) await rollHour(open);
  };
  await send(said(hour + 1, 5));
  await roll();
  expect(await sums()).toEqual([[5, 5, 1]]);
  await send(said(hour + 2, -5));
  expect(await openHoursBefore(Date.now())).toEqual([hour]);
  expect(await sums()).toEqual([[-5, 5, 2]]);
  await roll();
  expect(await sums()).toEqual([[-5, 5, 2]]);
});

test("P18 what comes for the past while pages are read shifts none of them", async () => {
  const base = Date.now() - DAY;
  for (let n = 0; n < 6; n++) await send(said(base + n * 1000, n));
  const first = await api<Page<HttpMessage>>("GET", `/messages?topic=${topic}&limit=3`);
  await send(said(base + 500, "before the place"));
  await send(said(base + 3500, "behind it"));
  const rest = await api<Page<HttpMessage>>(
    "GET",
    `/messages?topic=${topic}&limit=9&cursor=${first.nextCursor}`,
  );
  const saidBy = (message: HttpMessage) => "payload" in message && JSON.parse(message.payload).value;
  expect(first.items.map(saidBy)).toEqual([0, 1, 2]);
  expect(rest.items.map(saidBy)).toEqual([3, "behind it", 4, 5]);
  expect((await messages()).map(saidBy)).toEqual([0, "before the place", 1, 2, 3, "behind it", 4, 5]);
});
