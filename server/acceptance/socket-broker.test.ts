import type { Duplex } from "node:stream";
import { type Packet, parser } from "mqtt-packet";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { log } from "../log";
import { type Bench, connectKit, grantFor, LINK, oneDatabase, openBench } from "../mqtt/embedded/testing";
import { type Link, openLink } from "../mqtt/link";
import { openStamps } from "../mqtt/stamps";
import { type App, openStage, type Stage } from "../socket/testing";

/** Rooms over the real broker on PostgreSQL, with an ear on the link's own wire. */
oneDatabase();

const TOPIC = "demo/lamp/lux";
let bench: Bench;
let link: Link;
let stage: Stage;
let packets: Packet[];

beforeEach(async () => {
  log.level("silent");
  bench = await openBench();
  bench.grants.set("demo.lamp", grantFor("demo.lamp"));
  const stamps = openStamps();
  const { take } = bench.message;
  bench.message.take = async (inbound) => {
    await take(inbound);
    stamps.push(inbound);
  };
  packets = [];
  const connect = () => heard(bench.broker.attach());
  link = await openLink({ ...LINK, clientId: "kitroom", connect, stamps, log });
  stage = await openStage({ link, retained: (filter) => bench.broker.retained(filter), graceMs: 200 });
});
afterEach(async () => {
  await stage.close();
  await link.close();
  await bench.close();
});

/** Notes each packet that the link writes. */
function heard(stream: Duplex): Duplex {
  const reader = parser();
  reader.on("packet", (packet: Packet) => packets.push(packet));
  const write = stream.write.bind(stream);
  stream.write = (chunk: Buffer, ...rest: unknown[]) => {
    reader.parse(chunk);
    return Reflect.apply(write, stream, [chunk, ...rest]);
  };
  return stream;
}

const sent = (cmd: Packet["cmd"]) => packets.filter((packet) => packet.cmd === cmd);
const texts = (app: App) => app.messages.map(({ payload }) => payload);

test("P25 the room is joined before the broker is asked, and the result comes after its grant", async () => {
  const ann = await stage.app("ann");
  const reply = await ann.subscribe(TOPIC, 2);
  expect(reply).toMatchObject({ ok: true, value: { qos: 2 } });
  const wanted = ["verifyToken", "lookUpTopic", "joinRoom", "subscribeAtBroker", "result"];
  expect(stage.trace.map(({ step }) => step).filter((step) => wanted.includes(step))).toEqual(wanted);
  expect(sent("subscribe")).toHaveLength(1);
  expect(await ann.subscribe("demo/lamp/nothing")).toMatchObject({ ok: false, code: "not-found" });
  expect(stage.trace.at(-1)?.step).toBe("lookUpTopic");
  expect(sent("subscribe")).toHaveLength(1);
});

test("P28 P30 50 sockets on one topic cause one SUBSCRIBE, the last one's leaving one UNSUBSCRIBE", async () => {
  const apps = await Promise.all(Array.from({ length: 50 }, () => stage.app("ann")));
  const replies = await Promise.all(apps.map((app) => app.subscribe(TOPIC, 1)));
  for (const reply of replies) expect(reply).toMatchObject({ ok: true, value: { qos: 1 } });
  expect(sent("subscribe")).toMatchObject([{ subscriptions: [{ topic: TOPIC, qos: 1 }] }]);

  const lamp = await connectKit(bench, "demo.lamp");
  await lamp.publishAsync(TOPIC, "21.5", { qos: 1 });
  await vi.waitFor(() => {
    for (const app of apps) expect(texts(app)).toEqual(["21.5"]);
  });

  for (const [index, app] of apps.entries()) {
    if (index % 2 === 0) app.socket.disconnect();
    else await app.unsubscribe(TOPIC);
  }
  await vi.waitFor(() => expect(sent("unsubscribe")).toMatchObject([{ unsubscriptions: [TOPIC] }]), 5000);
  expect(sent("subscribe")).toHaveLength(1);
  await lamp.endAsync();
});

test("P30 a page that is loaded again inside the grace time causes no packet and loses no message", async () => {
  const lamp = await connectKit(bench, "demo.lamp");
  const before = await stage.app("ann");
  await before.subscribe(TOPIC);
  before.socket.disconnect();
  await vi.waitFor(() => expect(stage.sockets.watchers(TOPIC)).toBe(0));
  const after = await stage.app("ann");
  await after.subscribe(TOPIC);
  await lamp.publishAsync(TOPIC, "5", { qos: 1 });
  await vi.waitFor(() => expect(texts(after)).toEqual(["5"]));
  expect([sent("subscribe").length, sent("unsubscribe").length]).toEqual([1, 0]);
  await lamp.endAsync();
});

test.each([0, 1, 2] as const)(
  "P29 P34 QoS %i both ways: what is live equals what was accepted",
  async (qos) => {
    const payload = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const ann = await stage.app("ann");
    for (const filter of [TOPIC, "demo/lamp/#", "demo/+/lux"]) await ann.subscribe(filter, 2);
    const lamp = await connectKit(bench, "demo.lamp");
    await lamp.subscribeAsync("demo/lamp/set/#", { qos: 2 });

    await lamp.publishAsync(TOPIC, payload, { qos, retain: true });
    await vi.waitFor(() => expect(ann.messages).toHaveLength(1));
    const [live] = ann.messages;
    const [taken] = bench.taken;
    expect(live).toMatchObject({ topic: TOPIC, qos, retain: true, at: taken?.at });
    expect(Buffer.compare(Buffer.from(live?.payload ?? ""), payload)).toBe(0);

    const reply = await ann.publish("demo/lamp/set/led", "on", { qos });
    await vi.waitFor(() =>
      expect(lamp.received).toMatchObject([{ topic: "demo/lamp/set/led", text: "on", qos }]),
    );
    await vi.waitFor(() => expect(ann.messages).toHaveLength(2));
    const at = bench.taken.at(-1)?.at;
    expect(reply).toEqual({ ok: true, value: { topic: "demo/lamp/set/led", qos, at } });
    expect(ann.messages[1]).toEqual({ topic: "demo/lamp/set/led", payload: "on", qos, at, retain: false });
    await lamp.endAsync();
  },
);

test("P31 who joins late gets the retained value, though the broker sends it to the link once", async () => {
  const lamp = await connectKit(bench, "demo.lamp");
  await lamp.publishAsync(TOPIC, "412", { qos: 1, retain: true });
  const [taken] = bench.taken;
  for (const who of ["ann", "ben", "teo"]) {
    const app = await stage.app(who);
    const expected = [{ topic: TOPIC, payload: "412", at: taken?.at, qos: 1, retain: true }];
    expect(await app.subscribe(TOPIC, 1)).toMatchObject({ ok: true, value: { retained: expected } });
    expect(app.messages).toEqual([]);
  }
  await lamp.publishAsync(TOPIC, "", { qos: 1, retain: true }); // clears it (MQTT 3.1.1, 3.3.1.3)
  const late = await stage.app("ben");
  expect(await late.subscribe(TOPIC)).toMatchObject({ ok: true, value: { retained: [] } });
  await lamp.endAsync();
});

test("P33 what may not be published never reaches the wire", async () => {
  const ann = await stage.app("ann");
  const refused = [
    "",
    "demo/lamp/#",
    "demo/+/lux",
    "$SYS/x",
    "demo/fan/speed",
    "other/lamp/lux",
    "demo/ghost/x",
  ];
  for (const topic of refused) expect((await ann.publish(topic, "1", { qos: 1 })).ok).toBe(false);
  expect(sent("publish")).toEqual([]);
});

test.each([
  [1, ["publish"]],
  [2, ["publish", "pubrel"]],
] as const)("P35 QoS %i: the result comes after the last acknowledgement", async (qos, expected) => {
  let release = () => {};
  const { take } = bench.message;
  const stored = new Promise<void>((resolve) => {
    release = resolve;
  });
  bench.message.take = async (inbound) => {
    await stored;
    await take(inbound);
  };
  const ann = await stage.app("ann");
  let answered = false;
  const reply = ann.publish("demo/lamp/set/led", "on", { qos }).finally(() => {
    answered = true;
  });
  await vi.waitFor(() => expect(sent("publish")).toHaveLength(1));
  await ann.unsubscribe("demo/lamp/lux"); // a later request is answered meanwhile
  expect(answered).toBe(false);
  release();
  expect(await reply).toMatchObject({ ok: true, value: { qos } });
  expect(packets.map(({ cmd }) => cmd).filter((cmd) => cmd.startsWith("pub"))).toEqual(expected);
});

test("P35 with the broker gone every request that needs it is unavailable, at once and in words", async () => {
  const ann = await stage.app("ann");
  await ann.subscribe(TOPIC);
  await bench.broker.stop();
  await vi.waitFor(() => expect(link.connected).toBe(false), 5000);
  expect(await ann.publish("demo/lamp/set/led", "on", { qos: 1 })).toMatchObject({ code: "unavailable" });
  expect(await ann.subscribe("demo/fan/speed")).toMatchObject({ code: "unavailable" });
  expect(stage.sockets.watchers("demo/fan/speed")).toBe(0);
});

test("equal readings in a row each keep their own time", async () => {
  const lamp = await connectKit(bench, "demo.lamp");
  await lamp.publishAsync(TOPIC, "on", { qos: 1 });
  const ann = await stage.app("ann");
  await ann.subscribe(TOPIC, 1);
  for (let again = 0; again < 20; again++) await lamp.publishAsync(TOPIC, "on", { qos: 1 });
  await vi.waitFor(() => expect(ann.messages).toHaveLength(20));
  expect(ann.messages.map(({ at }) => at)).toEqual(bench.taken.slice(1).map(({ at }) => at));
  await lamp.endAsync();
});
