import type { MqttClient } from "mqtt";
import { generate, type Packet } from "mqtt-packet";
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { HttpMessage, KitKey, Page, Series, Topic } from "../contract/shapes";
import { ask } from "./api";
import { openRunning, type Running } from "./running";
import { openWire, type Wire } from "./wire";

const CLASS = "/api/v1/classes/lab";

let running: Running;
let wire: Wire;
let key: KitKey;
/** A lamp behind a wire: it does what it is told, and reports what it does. */
let lamp: MqttClient;
let page: Socket;

beforeAll(async () => {
  running = await openRunning();
  wire = await openWire(running.kitroom.mqttPort);
  key = await running.makeKit("lamp");
  lamp = await running.connectKit(key, { port: wire.port });
  lamp.on("message", (topic, payload) => {
    if (topic === "lab/lamp/set/led") lamp.publish("lab/lamp/led", payload, { qos: 1 });
  });
  await lamp.subscribeAsync("lab/lamp/set/#", { qos: 2 });
  page = await running.connectApp(running.teo.token);
});
afterAll(async () => {
  await running.close();
  await wire.close();
});

const api = async <Body>(method: string, path: string, body?: object) =>
  (await ask<Body>(method, `${CLASS}${path}`, { as: running.teo.token, body })).body;

test("P09 an end device is monitored and controlled by REST alone: last value, range, command, acknowledgement", async () => {
  const from = Date.now();
  for (const lux of ["412", "415", "409"]) await lamp.publishAsync("lab/lamp/lux", lux, { qos: 1 });
  expect((await api<Topic>("GET", "/topics/lamp/lux")).last).toMatchObject({ payload: "409", qos: 1 });

  const span = `topic=lab/lamp/lux&from=${from}&to=${Date.now()}`;
  const range = await api<Page<HttpMessage>>("GET", `/messages?${span}`);
  expect(range.items.map((message) => "payload" in message && message.payload)).toEqual([
    "412",
    "415",
    "409",
  ]);
  const { points } = await api<Series>("GET", `/series?${span}&points=1`);
  expect(points).toMatchObject([{ min: 409, max: 415, mean: 412, count: 3 }]);

  const command = { topic: "lab/lamp/set/led", payload: "on", qos: 1 };
  const answer = await api<{ at: number }>("POST", "/publish", command);
  expect(answer).toEqual({ topic: command.topic, qos: 1, at: expect.any(Number) });
  await vi.waitFor(async () => {
    const { last } = await api<Topic>("GET", "/topics/lamp/led");
    expect(last).toMatchObject({ payload: "on" });
    expect(last?.at).toBeGreaterThanOrEqual(answer.at);
  });
});

/** The bytes of the next command that reaches the kit; identifiers of packets are the broker's to give. */
async function onTheWire(send: () => Promise<unknown>): Promise<Buffer> {
  const before = wire.seen.length;
  await send();
  const found = await vi.waitFor(() => {
    const packet = wire.seen.slice(before).find(isCommand)?.packet;
    if (!packet) throw new Error("no command has come");
    return packet;
  });
  return generate({ ...found, ...(found.messageId ? { messageId: 1 } : {}) } as Packet);
}

const isCommand = ({ direction, packet }: Wire["seen"][number]) =>
  direction === "from broker" && packet.cmd === "publish" && packet.topic.includes("/set/");

test.each([
  ["on", 0, false],
  ["on", 1, false],
  ["on", 2, false],
  ["온도 21.5 °C", 1, true],
  ["", 1, false],
  ['{"led":true}', 2, true],
] as const)(
  "P09 the command %j at QoS %i, retained: %s, is the same on the wire by REST and by page",
  async (payload, qos, retain) => {
    const command = { topic: "lab/lamp/set/mode", payload, qos, retain };
    const byRest = await onTheWire(() => api("POST", "/publish", command));
    const byPage = await onTheWire(async () =>
      expect(await page.timeout(5000).emitWithAck("topic:publish", command)).toMatchObject({ ok: true }),
    );
    expect(byPage).toEqual(byRest);
    expect(byRest.includes(Buffer.from(`lab/lamp/set/mode`))).toBe(true);
  },
);
