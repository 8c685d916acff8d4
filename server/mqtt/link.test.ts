import type { Duplex } from "node:stream";
import { Aedes } from "aedes";
import { afterEach, expect, test, vi } from "vitest";
import type { RawMessage } from "../contract/message";
import { log } from "../log";
import { memoryPair } from "./embedded/memory-stream";
import { type Link, openLink } from "./link";
import { openStamps } from "./stamps";

log.level("silent");
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});

/** A broker in memory, and the link to it. */
async function setup(refused = "none") {
  const broker = await Aedes.createBroker();
  broker.authorizeSubscribe = (_client, subscription, done) =>
    done(null, subscription.topic === refused ? null : subscription);
  const heard: string[] = [];
  broker.on("subscribe", (subscriptions) => heard.push(...subscriptions.map(({ topic }) => `+${topic}`)));
  broker.on("unsubscribe", (topics) => heard.push(...topics.map((topic) => `-${topic}`)));
  let reachable = true;
  const streams = new Set<Duplex>();
  const connect = () => {
    if (!reachable) throw new Error("away");
    const [ours, theirs] = memoryPair();
    streams.add(theirs);
    broker.handle(theirs);
    return ours;
  };
  const stamps = openStamps();
  const link = await openLink({ connect, clientId: "kitroom", username: "u", password: "p", stamps, log });
  open.push({ close: () => new Promise<void>((resolve) => broker.close(resolve)) }, link);
  const received: RawMessage[] = [];
  link.onMessage((message) => received.push(message));
  const cut = (again: boolean) => {
    reachable = again;
    for (const stream of streams) stream.destroy();
  };
  const kitSends = (topic: string, payload: Buffer, retain = false) =>
    new Promise<void>((resolve, reject) =>
      broker.publish({ cmd: "publish", topic, payload, qos: 1, retain, dup: false }, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  return { broker, link, stamps, received, heard, cut, kitSends, restore: () => (reachable = true) };
}

const message = (topic: string, qos: 0 | 1 | 2, payload = Buffer.from([0, 255, 10])) => ({
  topic,
  payload,
  qos,
  retain: false,
});

test.each([0, 1, 2] as const)("P34 QoS %i: what is published comes back byte for byte", async (qos) => {
  const { link, received } = await setup();
  expect(await link.subscribe("demo/lamp/lux", qos)).toBe(qos);
  const { at } = await link.publish(message("demo/lamp/lux", qos));
  expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  await vi.waitFor(() => expect(received).toHaveLength(1));
  expect([...(received[0]?.payload ?? [])]).toEqual([0, 255, 10]);
});

test("a live message is stamped as it was stored, and a publish answers the same time", async () => {
  const { broker, link, stamps, received } = await setup();
  broker.authorizePublish = (_client, packet, done) => {
    const payload = Buffer.from(packet.payload);
    stamps.push({ topic: packet.topic, payload, at: 1234, qos: 2, retain: true, kit: null });
    done(null);
  };
  await link.subscribe("demo/lamp/lux", 1);
  const sent = { ...message("demo/lamp/lux", 2), retain: true };
  expect(await link.publish(sent)).toEqual({ at: 1234 });
  await vi.waitFor(() => expect(received).toMatchObject([{ at: 1234, qos: 2, retain: true }]));
});

test("P28 a subscription that the broker refuses (0x80) is not-allowed", async () => {
  const { link } = await setup("demo/lamp/lux");
  await expect(link.subscribe("demo/lamp/lux", 1)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(link.subscribe("demo/lamp/air", 1)).resolves.toBe(1);
});

test("retained messages of a new subscription are left to the broker's store", async () => {
  const { link, received, kitSends } = await setup();
  await kitSends("demo/lamp/lux", Buffer.from("old"), true);
  await link.subscribe("demo/lamp/lux", 1);
  await kitSends("demo/lamp/lux", Buffer.from("new"), true);
  await vi.waitFor(() => expect(received.map(({ payload }) => String(payload))).toContain("new"));
  expect(received).toHaveLength(1);
});

test("P29 overlapping filters deliver a message once", async () => {
  const { link, received, kitSends } = await setup();
  for (const filter of ["demo/lamp/lux", "demo/lamp/#", "demo/+/lux"]) await link.subscribe(filter, 1);
  await kitSends("demo/lamp/lux", Buffer.from("1"));
  await kitSends("demo/lamp/lux", Buffer.from("2"));
  await vi.waitFor(() => expect(received).toHaveLength(2));
  expect(received.map(({ payload }) => String(payload))).toEqual(["1", "2"]);
});

test("P35 with the broker away everything is refused at once, and nothing is sent later", async () => {
  const { link, received, kitSends, cut, restore } = await setup();
  await link.subscribe("demo/lamp/lux", 0);
  cut(false);
  await vi.waitFor(() => expect(link.connected).toBe(false));
  await expect(link.publish(message("demo/lamp/lux", 1))).rejects.toMatchObject({ code: "unavailable" });
  await expect(link.subscribe("demo/lamp/air", 1)).rejects.toMatchObject({ code: "unavailable" });
  restore();
  await vi.waitFor(() => expect(link.connected).toBe(true), 5000);
  await vi.waitFor(async () => {
    await kitSends("demo/lamp/lux", Buffer.from("back"));
    expect(received.length).toBeGreaterThan(0);
  });
  expect(new Set(received.map(({ payload }) => String(payload)))).toEqual(new Set(["back"]));
});

test("P35 a publish on its way when the connection breaks is answered unavailable", async () => {
  const { broker, link, cut } = await setup();
  const asked = new Promise<void>((resolve) => {
    broker.authorizePublish = () => resolve(); // never acknowledged
  });
  const sent = link.publish(message("demo/lamp/lux", 1)).catch((error: unknown) => error);
  await asked;
  cut(true);
  expect(await sent).toMatchObject({ code: "unavailable" });
});

test("P19 after a broken connection the link subscribes again, and only to what is still wanted", async () => {
  const { link, heard, cut } = await setup();
  const states: boolean[] = [];
  link.onConnection((connected) => states.push(connected));
  await link.subscribe("demo/lamp/lux", 1);
  await link.subscribe("demo/lamp/air", 1);
  await link.unsubscribe("demo/lamp/air");
  heard.length = 0;
  cut(true);
  await vi.waitFor(() => expect(heard).toContain("+demo/lamp/lux"), 5000);
  expect(heard).not.toContain("+demo/lamp/air");
  expect(states).toEqual([false, true]);
});

test("one listener that fails does not stop the others", async () => {
  const { link, received, kitSends } = await setup();
  const listening: Link["onMessage"] = link.onMessage;
  const off = listening(() => {
    throw new Error("a bug");
  });
  link.onMessage((one) => received.push(one));
  await link.subscribe("demo/lamp/lux", 1);
  await kitSends("demo/lamp/lux", Buffer.from("1"));
  await vi.waitFor(() => expect(received).toHaveLength(2));
  off();
});
