import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { HARD_PAYLOADS } from "../contract/payload-testing";
import type { HttpMessage, Message, Page, Series } from "../contract/shapes";
import { exportJsonLines } from "../router/export";
import { ask } from "./api";
import { openRunning, type Running } from "./running";

const CLASS = "/api/v1/classes/lab";
const TOPIC = "lab/lamp/hard";

let running: Running;
const live: Message[] = [];
/** When the first was sent. */
let from: number;

beforeAll(async () => {
  running = await openRunning();
  await ask("PATCH", CLASS, {
    as: running.teo.token,
    body: { settings: { limits: { messagesPerSecond: 1000 } } },
  });
  const app = await running.connectApp(running.teo.token);
  app.on("topic:messages", (messages: Message[]) => live.push(...messages));
  const lamp = await running.connectKit(await running.makeKit("lamp"));
  await lamp.publishAsync("lab/lamp/calm", "1", { qos: 1 });
  await app.timeout(5000).emitWithAck("topic:subscribe", { topic: "lab/lamp/#" });
  from = Date.now();
  for (const { bytes } of HARD_PAYLOADS) await lamp.publishAsync(TOPIC, Buffer.from(bytes), { qos: 1 });
});
afterAll(() => running.close());

const get = async <Body>(path: string) =>
  (await ask<Body>("GET", `${CLASS}${path}`, { as: running.teo.token })).body;
const bytesOf = (message: HttpMessage) =>
  "payload" in message ? Buffer.from(message.payload) : Buffer.from(message.payloadBase64, "base64");
const sent = HARD_PAYLOADS.map(({ bytes }) => Buffer.from(bytes));

test("they are kept as they were sent, byte for byte, in their order", async () => {
  const { items } = await get<Page<HttpMessage>>(`/messages?topic=${TOPIC}&limit=1000`);
  expect(items.map(bytesOf)).toEqual(sent);
});

test("and exported so", async () => {
  const request = new Request(`http://kitroom.test${CLASS}/export.jsonl?topic=${TOPIC}`, {
    headers: { authorization: `Bearer ${running.teo.token}` },
  });
  const answer = await exportJsonLines(request, { class: "lab" });
  const lines = (await answer.text()).trimEnd().split("\n");
  expect(lines.map((line) => bytesOf(JSON.parse(line)))).toEqual(sent);
});

test("and shown live so", async () => {
  await vi.waitFor(() => expect(live).toHaveLength(sent.length));
  expect(live.map(({ payload }) => Buffer.from(payload as string))).toEqual(sent);
});

test("the series have what is a number in them, and nothing else", async () => {
  const plain = await get<Series>(`/series?topic=${TOPIC}&from=${from}&to=${Date.now()}`);
  const values = HARD_PAYLOADS.flatMap(({ value }) => value ?? []);
  expect(plain.points.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  expect(Math.max(...plain.points.map(({ max }) => max))).toBe(Math.max(...values));
  expect(Math.min(...plain.points.map(({ min }) => min))).toBe(Math.min(...values));
  for (const name of ["t", "ok", "constructor", "toString", "__proto__.t", "a.b", "key31"]) {
    const field = encodeURIComponent(name);
    const series = await get<Series>(`/series?topic=${TOPIC}&field=${field}&from=${from}&to=${Date.now()}`);
    const expected = HARD_PAYLOADS.flatMap(({ fields = {} }) =>
      Object.hasOwn(fields, name) ? fields[name] : [],
    );
    expect([name, series.points.reduce((sum, { count }) => sum + count, 0)]).toEqual([name, expected.length]);
  }
  const beyond = await get<Series>(`/series?topic=${TOPIC}&field=key32&from=${from}&to=${Date.now()}`);
  expect(beyond.points).toEqual([]);
});

test("everything else goes on", async () => {
  expect(await get(`/topics/lamp/hard`)).toMatchObject({ last: { topic: TOPIC } });
  expect(await get<Page<unknown>>("/topics?kit=lamp")).toMatchObject({
    items: [{ topic: "lab/lamp/calm" }, {}],
  });
  const all = await get<{ items: Series[] }>(
    `/series?topic=lab/lamp/%23&from=${from - 60_000}&to=${Date.now()}`,
  );
  expect(all.items).toHaveLength(2);
});
