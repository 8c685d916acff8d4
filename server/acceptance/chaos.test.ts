import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KitKey, Message, Page } from "../contract/shapes";
import { ask } from "./api";
import { type Arrived, BOARDS, CUTS, countThroughCuts, expectKept, note, topicsOf } from "./chaos";
import { openRunning, type Running } from "./running";
import { startUno } from "./unos";

let running: Running;

beforeAll(async () => {
  running = await openRunning();
});
afterAll(() => running.close());

async function stored(topic: string): Promise<number[]> {
  const numbers: number[] = [];
  let cursor = "";
  do {
    const { body } = await ask<Page<{ payload: string }>>(
      "GET",
      `/api/v1/classes/lab/messages?topic=${topic}&order=asc&limit=1000${cursor}`,
      { as: running.teo.token },
    );
    numbers.push(...body.items.map(({ payload }) => Number(payload)));
    cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : "";
  } while (cursor);
  return numbers;
}

test(`P45 P52 ${BOARDS} emulated boards, each one's cable cut ${CUTS} times: QoS 1 loses nothing, QoS 2 loses and doubles nothing, in history too`, {
  timeout: 600_000,
}, async () => {
  const names = Array.from({ length: BOARDS }, (_, index) => `counter-${index + 1}`);
  const kits = await Promise.all(names.map((name) => running.makeKit(name)));
  const listener = await running.connectKit(await running.makeKit("listener"), { clientId: "listener" });
  const arrived: Arrived = new Map();
  listener.on("message", (topic, payload) => note(arrived, topic, payload));
  await listener.subscribeAsync(["lab/+/qos1", "lab/+/qos2"], { qos: 2 });

  const cuts = await countThroughCuts(kits, running.kitroom.mqttPort, arrived);
  expect(Math.min(...cuts)).toBeGreaterThanOrEqual(CUTS);
  for (const topic of topicsOf(kits)) {
    expectKept(topic, arrived.get(topic) ?? []);
    expectKept(topic, await stored(topic));
  }
});

test("P45 a thermometer's reading reaches a browser, a command its LED; one that was sent retained while it was away, on return", {
  timeout: 120_000,
}, async () => {
  const kit: KitKey = await running.makeKit("thermometer");
  const app = await running.connectApp(running.teo.token);
  const readings: Message[] = [];
  const presence: boolean[] = [];
  app.on("topic:messages", (messages: Message[]) => readings.push(...messages));
  app.on("kit:presence", ({ kit, online }) => kit === "thermometer" && presence.push(online));
  const command = (payload: string, retain: boolean) =>
    app.emitWithAck("topic:publish", { topic: "lab/thermometer/set/led", payload, qos: 1, retain });
  const said = (stream: string) =>
    readings.filter(({ topic }) => topic === `lab/thermometer/${stream}`).map(({ payload }) => payload);

  expect(await app.emitWithAck("topic:subscribe", { topic: "lab/thermometer/#" })).toMatchObject({
    ok: true,
  });
  const board = startUno("thermometer-mqtt", running.kitroom.mqttPort, kit);
  try {
    board.setVolts(1, 0.752);
    const patient = { timeout: 30_000 };
    await vi.waitFor(() => expect(Number(said("temperature").at(-1))).toBeCloseTo(25.2, 1), patient);
    board.setVolts(1, 0.802);
    await vi.waitFor(() => expect(Number(said("temperature").at(-1))).toBeCloseTo(30.08, 1), patient);

    expect((await command("on", false)).ok).toBe(true);
    await vi.waitFor(() => expect(board.led()).toBe(true), patient);
    await vi.waitFor(() => expect(said("led").at(-1)).toBe("true"), patient);

    board.plug(false);
    await vi.waitFor(() => expect(presence.at(-1)).toBe(false), patient);
    expect((await command("off", true)).ok).toBe(true);
    board.plug(true);
    await vi.waitFor(() => expect(board.led()).toBe(false), patient);
    await vi.waitFor(() => expect(presence.at(-1)).toBe(true), patient);
    await vi.waitFor(() => expect(said("led").at(-1)).toBe("false"), patient);
  } finally {
    board.stop();
  }
});
