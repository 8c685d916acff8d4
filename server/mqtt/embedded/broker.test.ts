import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Bench,
  connectKit,
  connectLink,
  connectRaw,
  connectRawKit,
  grantFor,
  type Kit,
  oneDatabase,
  openBench,
} from "./testing";

const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 });

const closing = (kit: Kit) => new Promise<void>((resolve) => kit.once("close", () => resolve()));

oneDatabase();
let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe("rights", () => {
  test("a kit publishes in its own subtree, on shared and to other kits' set, and nowhere else", async () => {
    const lamp = await connectKit(bench, "physics.lamp");
    const link = await connectLink(bench);
    await link.subscribeAsync("#", { qos: 1 });
    for (const topic of [
      "physics/lamp/t",
      "physics/shared/score",
      "physics/fan/set/speed",
      "physics/lamp/set/led",
    ])
      await lamp.publishAsync(topic, "ok", { qos: 1 });
    for (const topic of [
      "physics/fan/t",
      "biology/lamp/t",
      "biology/lamp/set/led",
      "physics/lamp/errors",
      "physics/lamp/a b",
      "lamp",
      "$SYS/x",
    ])
      await lamp.publishAsync(topic, "refused", { qos: 1, retain: true });
    await lamp.publishAsync("physics/lamp/last", "ok", { qos: 1 });
    await until(() => expect(link.received.at(-1)?.topic).toBe("physics/lamp/last"));
    expect(bench.taken.map(({ topic }) => topic)).toEqual([
      "physics/lamp/t",
      "physics/shared/score",
      "physics/fan/set/speed",
      "physics/lamp/set/led",
      "physics/lamp/last",
    ]);
    expect(link.received.filter(({ text }) => text === "refused")).toEqual([]);
    expect(await bench.broker.retained("#")).toEqual([]);
    expect(new Set(bench.complaints.map(({ code }) => code))).toEqual(new Set(["not-allowed", "bad-input"]));
  });

  test("the kit reads on errors why it was refused", async () => {
    const lamp = await connectKit(bench, "physics.lamp");
    await lamp.subscribeAsync("physics/lamp/errors");
    await lamp.publishAsync("physics/fan/t", "1", { qos: 1 });
    await until(() => expect(lamp.received).toHaveLength(1));
    const [told] = lamp.received;
    expect(told).toMatchObject({ topic: "physics/lamp/errors", qos: 0, retain: false });
    expect(JSON.parse(told?.text ?? "")).toEqual({
      code: "not-allowed",
      message: "This kit may not publish to this topic.",
      topic: "physics/fan/t",
    });
  });

  test.each(["#", "+/#", "$SYS/#", "biology/#", "+/lamp/t", "$share/g/physics/#", "biology/lamp/t"])(
    "a subscription to %s is answered with 0x80",
    async (topic) => {
      const lamp = await connectRawKit(bench, "physics.lamp", "esp");
      lamp.send({ cmd: "subscribe", messageId: 5, subscriptions: [{ topic, qos: 1 }] });
      expect(await lamp.next("suback")).toMatchObject({ messageId: 5, granted: [128] });
    },
  );

  test.each(["physics/#", "physics/+/t", "physics/fan/set/+", "physics/shared/#"])(
    "a subscription to %s is granted",
    async (topic) => {
      const lamp = await connectRawKit(bench, "physics.lamp", "esp");
      lamp.send({ cmd: "subscribe", messageId: 5, subscriptions: [{ topic, qos: 1 }] });
      expect(await lamp.next("suback")).toMatchObject({ granted: [1] });
    },
  );

  test("a denied filter among allowed ones delivers nothing, now or after coming back", async () => {
    const spy = await connectRawKit(bench, "physics.lamp", "spy", false);
    const both = ["physics/fan/t", "biology/#", "#"].map((topic) => ({ topic, qos: 1 as const }));
    spy.send({ cmd: "subscribe", messageId: 5, subscriptions: both });
    expect(await spy.next("suback")).toMatchObject({ granted: [1, 128, 128] });
    const secret = await connectKit(bench, "biology.lamp");
    const fan = await connectKit(bench, "physics.fan");
    await secret.publishAsync("biology/lamp/t", "secret", { qos: 1 });
    await fan.publishAsync("physics/fan/t", "live", { qos: 1 });
    expect(await spy.next("publish")).toMatchObject({ topic: "physics/fan/t" });
    spy.socket.destroy();
    await spy.closed;
    await secret.publishAsync("biology/lamp/t", "secret", { qos: 1, retain: true });
    await fan.publishAsync("physics/fan/t", "away", { qos: 1 });
    const back = await connectKit(bench, "physics.lamp", { clientId: "spy", clean: false });
    await until(() => expect(back.received.map(({ text }) => text)).toContain("away"));
    expect(back.received.filter(({ topic }) => topic.startsWith("biology"))).toEqual([]);
    const { rows } = await bench.pool.query("SELECT filter FROM session_subscription");
    expect(rows).toEqual([{ filter: "physics/fan/t" }]);
  });

  test("the same client id under another kit's name is another session", async () => {
    const owner = await connectKit(bench, "physics.lamp", { clientId: "esp", clean: false });
    await owner.subscribeAsync("physics/lamp/set/#", { qos: 1 });
    const thief = await connectKit(bench, "biology.lamp", { clientId: "esp", clean: false });
    expect(owner.connected).toBe(true);
    await owner.endAsync(true);
    const fan = await connectKit(bench, "physics.fan");
    await fan.publishAsync("physics/lamp/set/led", "for the owner", { qos: 1 });
    await thief.endAsync(true);
    const again = await connectKit(bench, "biology.lamp", { clientId: "esp", clean: false });
    const ownerAgain = await connectKit(bench, "physics.lamp", { clientId: "esp", clean: false });
    await until(() => expect(ownerAgain.received).toMatchObject([{ text: "for the owner" }]));
    expect(again.received).toEqual([]);
  });

  test("wrong keys, unknown kits and missing credentials are refused with code 4", async () => {
    for (const [username, password] of [
      ["physics.lamp", "wrong"],
      ["physics.none", "key of physics.none"],
      ["kitroom", "wrong"],
    ] as const)
      await expect(connectKit(bench, username, { password })).rejects.toMatchObject({ code: 4 });
    const raw = await connectRaw(bench.broker.port);
    raw.send({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clientId: "x",
      clean: true,
      keepalive: 0,
    });
    expect(await raw.next("connack")).toMatchObject({ returnCode: 4 });
    await raw.closed;
    expect(bench.complaints).toMatchObject([{ kit: "physics.lamp", code: "not-allowed" }]);
  });
});

describe("rights that change", () => {
  test("a removed kit is disconnected at once and its will is not published", async () => {
    const will = {
      topic: "physics/lamp/status",
      payload: Buffer.from("offline"),
      qos: 1 as const,
      retain: true,
    };
    const lamp = await connectKit(bench, "physics.lamp", { will });
    const closed = closing(lamp);
    bench.grants.delete("physics.lamp");
    await bench.broker.refresh("physics.lamp");
    await closed;
    expect(bench.taken).toEqual([]);
    expect(bench.presences.map(({ online }) => online)).toEqual([true, false]);
  });

  test("a new key ends the connections of the old one, other kits' stay", async () => {
    const lamp = await connectKit(bench, "physics.lamp");
    const fan = await connectKit(bench, "physics.fan");
    const closed = closing(lamp);
    bench.grants.set("physics.lamp", grantFor("physics.lamp", { stamp: "2" }));
    await bench.broker.refresh("physics.lamp");
    await closed;
    expect(fan.connected).toBe(true);
  });

  test("other rights hold at once for subscriptions that are there and for publishing", async () => {
    const lamp = await connectKit(bench, "physics.lamp");
    await lamp.subscribeAsync("physics/#", { qos: 1 });
    const less = { subscribe: ["physics/lamp/#"], publish: ["physics/lamp/#"] };
    bench.grants.set("physics.lamp", grantFor("physics.lamp", less));
    await bench.broker.refresh("physics.lamp");
    const fan = await connectKit(bench, "physics.fan");
    await fan.publishAsync("physics/fan/t", "hidden", { qos: 1 });
    await fan.publishAsync("physics/lamp/set/led", "seen", { qos: 1 });
    await lamp.publishAsync("physics/fan/set/speed", "refused", { qos: 1 });
    await until(() => expect(lamp.received.map(({ text }) => text)).toContain("seen"));
    expect(lamp.received.map(({ text }) => text)).not.toContain("hidden");
    expect(bench.taken.map(({ topic }) => topic)).toEqual(["physics/fan/t", "physics/lamp/set/led"]);
  });

  test("a kit that is forgotten leaves no retained message and no session behind", async () => {
    const lamp = await connectKit(bench, "physics.lamp", { clientId: "esp", clean: false });
    await lamp.subscribeAsync("physics/lamp/set/#", { qos: 1 });
    await lamp.publishAsync("physics/lamp/t", "21", { qos: 1, retain: true });
    const fan = await connectKit(bench, "physics.fan");
    await fan.publishAsync("physics/fan/t", "1", { qos: 1, retain: true });
    await bench.broker.forget("physics.lamp");
    expect(await bench.broker.retained("physics/#")).toMatchObject([{ topic: "physics/fan/t" }]);
    for (const table of ["session_subscription", "session_outgoing", "session_incoming"])
      expect((await bench.pool.query(`SELECT 1 FROM ${table}`)).rows).toEqual([]);
  });
});

describe("presence", () => {
  test("a kit is online until the last of its connections goes, and a takeover is no absence", async () => {
    const first = await connectKit(bench, "physics.lamp", { clientId: "one" });
    const second = await connectKit(bench, "physics.lamp", { clientId: "two" });
    const taken = closing(second);
    const third = await connectKit(bench, "physics.lamp", { clientId: "two" });
    await taken;
    await first.endAsync();
    expect(bench.presences).toMatchObject([{ kit: "physics.lamp", online: true }]);
    await third.endAsync();
    await until(() => expect(bench.presences.map(({ online }) => online)).toEqual([true, false]));
  });
});

describe("the server's link", () => {
  test("may everything, errors included, and its messages come without a kit", async () => {
    const link = await connectLink(bench);
    const lamp = await connectKit(bench, "physics.lamp");
    await lamp.subscribeAsync("physics/lamp/#", { qos: 2 });
    const payload = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const bytes = new Promise<Buffer>((resolve) =>
      lamp.on("message", (topic, got) => topic.endsWith("/set/led") && resolve(got)),
    );
    await link.publishAsync("physics/lamp/set/led", payload, { qos: 2 });
    await link.publishAsync("physics/lamp/errors", "{}", { qos: 1 });
    expect(await bytes).toEqual(payload);
    await until(() => expect(lamp.received.map(({ topic }) => topic)).toContain("physics/lamp/errors"));
    expect(bench.taken).toMatchObject([
      { kit: null, qos: 2 },
      { kit: null, qos: 1 },
    ]);
  });
});
