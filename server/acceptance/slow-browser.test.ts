import type { MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { HttpMessage, Page } from "../contract/shapes";
import { openReader } from "../socket/testing-reader";
import { ask } from "./api";
import { openRunning, type Running } from "./running";

let running: Running;
let kit: MqttClient;
const TOPIC = "lab/lamp/log";
const COUNT = 500;

beforeAll(async () => {
  running = await openRunning();
  const { teo } = running;
  const settings = { limits: { messagesPerSecond: 1000 } };
  await ask("PATCH", "/api/v1/classes/lab", { as: teo.token, body: { settings } });
  kit = await running.connectKit(await running.makeKit("lamp"));
});
afterAll(() => running.close());

/** Resolves when the message is stored. */
async function send(number: number): Promise<void> {
  await kit.publishAsync(TOPIC, `${number} `.padEnd(60_000, "x"), { qos: 1 });
}

const numberOf = (payload: unknown) => Number.parseInt(String(payload), 10);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

async function history(from: number): Promise<number[]> {
  const found: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { body: Page<HttpMessage> } = await ask(
      "GET",
      `/api/v1/classes/lab/messages?topic=${TOPIC}&from=${from}&order=asc&limit=200${cursor && `&cursor=${cursor}`}`,
      { as: running.teo.token },
    );
    for (const message of page.body.items) found.push(numberOf("payload" in message && message.payload));
    cursor = page.body.nextCursor;
  }
  return found;
}

test("a browser that reads too slowly is told where its gap begins, and finds everything in history and live, once", async () => {
  await send(0); // makes the topic known
  const { token } = running.teo;
  const [slow, other] = await Promise.all([
    openReader(running.kitroom.port, token),
    openReader(running.kitroom.port, token),
  ]);
  await Promise.all([slow.subscribe(TOPIC), other.subscribe(TOPIC)]);
  slow.pause();
  for (let from = 1; from < COUNT; from += 20) await Promise.all(upTo(20).map((more) => send(from + more)));
  const sent = upTo(COUNT + 1).slice(1);
  await vi.waitFor(
    () => expect(other.messages.map(({ payload }) => numberOf(payload))).toEqual(sent),
    20_000,
  );
  expect(other.gaps).toEqual([]);
  expect(slow.open).toBe(true);

  slow.resume();
  await vi.waitFor(() => expect(slow.gaps).toHaveLength(1), 20_000);
  for (const number of [COUNT + 1, COUNT + 2]) await send(number);
  await vi.waitFor(() => expect(numberOf(slow.messages.at(-1)?.payload)).toBe(COUNT + 2));
  const live = slow.messages.map(({ payload }) => numberOf(payload));
  const { since = 0 } = slow.gaps[0] ?? {};
  const filled = await history(since);
  expect(live.length).toBeLessThan(COUNT);
  expect(new Set(live).size).toBe(live.length);
  expect(new Set(filled).size).toBe(filled.length);
  expect([...new Set([...live, ...filled])].toSorted((one, two) => one - two)).toEqual(
    upTo(COUNT + 3).slice(1),
  );
  for (const reader of [slow, other]) reader.close();
});
