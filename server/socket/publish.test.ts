import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStage, type Stage, settled, standing } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const steps = () => stage.trace.map(({ step }) => step);

test("P32 P33 publish: token, topic, right, registration, broker, result, in this order", async () => {
  const ann = await stage.app("ann");
  const reply = await ann.publish("demo/lamp/set/led", "on", { qos: 1 });
  expect(reply).toEqual({ ok: true, value: { topic: "demo/lamp/set/led", qos: 1, at: expect.any(Number) } });
  expect(steps()).toEqual([
    "parseInput",
    "verifyToken",
    "lookUpTopic",
    "allow",
    "registerTopic",
    "publishAtBroker",
    "result",
  ]);
});

test("P32 to read is not to publish: another's kit, unless its owner shares control of its commands", async () => {
  const ben = await stage.app("ben");
  expect(await ben.subscribe("demo/lamp/lux")).toMatchObject({ ok: true });
  expect(await ben.publish("demo/lamp/lux", "1")).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await ben.publish("demo/lamp/set/led", "on")).toMatchObject({ ok: false, code: "not-allowed" });
  stage.world.kits.set("demo/lamp", { slug: "lamp", ownerId: "ann", shareControl: true });
  expect(await ben.publish("demo/lamp/set/led", "on")).toMatchObject({ ok: true });
  expect(await ben.publish("demo/lamp/lux", "1")).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await ben.publish("demo/shared/score", "1")).toMatchObject({ ok: true });
  expect(stage.link.published.map(({ topic }) => topic)).toEqual(["demo/lamp/set/led", "demo/shared/score"]);
});

test("P32 in an archived class nobody publishes", async () => {
  stage.world.standings.set("teo", new Map([["demo", standing("demo", "instructor", { archived: true })]]));
  const teo = await stage.app("teo");
  expect(await teo.publish("demo/lamp/lux", "1")).toMatchObject({ ok: false, code: "not-allowed" });
});

test.each([
  ["", "bad-input"],
  ["demo", "bad-input"],
  ["demo/lamp", "bad-input"],
  ["demo/lamp/+", "bad-input"],
  ["demo/lamp/#", "bad-input"],
  ["#", "bad-input"],
  ["$SYS/broker/uptime", "bad-input"],
  ["demo/lamp/a/b/c/d/e/f", "bad-input"],
  ["demo/lamp/set", "bad-input"],
  ["demo/lamp/a\0b", "bad-input"],
  ["demo/lamp/💡", "bad-input"],
  [`demo/lamp/${"x".repeat(33)}`, "bad-input"],
  [`demo/lamp/${"x".repeat(10_000)}`, "bad-input"],
  ["demo/lamp/errors", "not-allowed"],
  ["demo/fan/speed", "not-allowed"],
  ["demo/ghost/lux", "not-found"],
  ["other/lamp/lux", "not-found"],
  ["ghost/lamp/lux", "not-found"],
])("P33 publish to %j: %s, before any packet is sent", async (topic, code) => {
  const ann = await stage.app("ann");
  expect(await ann.publish(topic, "1")).toMatchObject({ ok: false, code });
  expect(stage.link.published).toEqual([]);
  expect(steps()).not.toContain("publishAtBroker");
});

test.each(["not-found", "limit-reached"] as const)(
  "P33 an unknown topic that may not be registered: %s",
  async (code) => {
    const ann = await stage.app("ann");
    stage.world.refuseTopics = code;
    expect(await ann.publish("demo/lamp/new", "1")).toMatchObject({ ok: false, code });
    expect(stage.link.published).toEqual([]);
    stage.world.refuseTopics = null;
    expect(await ann.publish("demo/lamp/new", "1")).toMatchObject({ ok: true });
  },
);

test.each([
  ["no payload", { topic: "demo/lamp/lux" }, "bad-input", "payload"],
  ["a number as payload", { topic: "demo/lamp/lux", payload: 5 }, "bad-input", "payload"],
  ["QoS 3", { topic: "demo/lamp/lux", payload: "", qos: 3 }, "bad-input", "qos"],
  ["retain that is no truth", { topic: "demo/lamp/lux", payload: "", retain: 1 }, "bad-input", "retain"],
  ["70 KiB", { topic: "demo/lamp/lux", payload: "x".repeat(70 * 1024) }, "too-large", "payload"],
  ["70 KiB of bytes", { topic: "demo/lamp/lux", payload: Buffer.alloc(70 * 1024) }, "too-large", "payload"],
])("P33 %s is refused, and the field is named", async (_case, input, code, field) => {
  const ann = await stage.app("ann");
  expect(await ann.ask("topic:publish", input)).toMatchObject({ ok: false, code, errors: [{ field }] });
  expect(stage.link.published).toEqual([]);
});

test.each([
  ["text", "조도 💡"],
  ["no bytes", ""],
  ["64 KiB of what JSON writes with six characters each", "\u0001".repeat(64 * 1024)],
  ["64 KiB of bytes", Buffer.alloc(64 * 1024, 0xff)],
])("P34 a payload of %s goes to the broker unchanged, with QoS and retain flag", async (_case, payload) => {
  for (const transport of ["websocket", "polling"]) {
    const ann = await stage.app("ann", { transports: [transport] });
    const reply = await ann.publish("demo/lamp/lux", payload, { qos: 2, retain: true });
    expect(reply).toMatchObject({ ok: true, value: { qos: 2 } });
    const sent = stage.link.published.at(-1);
    expect(sent).toMatchObject({ topic: "demo/lamp/lux", qos: 2, retain: true });
    expect(Buffer.compare(Buffer.from(payload), sent?.payload ?? Buffer.alloc(0))).toBe(0);
  }
});

test("P34 P22 every room gets it, the publisher's own included: two apps that speak only Socket.IO talk", async () => {
  const [ann, ben] = [await stage.app("ann"), await stage.app("ben")];
  for (const app of [ann, ben]) await app.subscribe("demo/shared/score");
  await ann.publish("demo/shared/score", "7");
  await ben.publish("demo/shared/score", "8");
  await vi.waitFor(() => {
    for (const app of [ann, ben]) expect(app.messages.map(({ payload }) => payload)).toEqual(["7", "8"]);
  });
});

test("P35 the result comes after the broker's acknowledgement, not before", async () => {
  const ann = await stage.app("ann");
  let release = () => {};
  stage.link.answer = new Promise<void>((resolve) => {
    release = resolve;
  });
  let answered = false;
  const reply = ann.publish("demo/lamp/lux", "1", { qos: 1 }).finally(() => {
    answered = true;
  });
  await vi.waitFor(() => expect(stage.link.published).toHaveLength(1));
  await settled(ann);
  expect(answered).toBe(false);
  release();
  expect(await reply).toMatchObject({ ok: true });
});

test("P35 with the broker away the answer is unavailable", async () => {
  const ann = await stage.app("ann");
  stage.link.refusesPublish = "unavailable";
  expect(await ann.publish("demo/lamp/lux", "1", { qos: 1 })).toMatchObject({
    ok: false,
    code: "unavailable",
  });
});

test("P34 what one socket publishes at once reaches the broker in its order", async () => {
  const ann = await stage.app("ann");
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => ann.publish("demo/lamp/lux", String(index), { qos: 1 })),
  );
  expect(stage.link.published.map(({ payload }) => String(payload))).toEqual(
    Array.from({ length: 300 }, (_, index) => String(index)),
  );
});

test("who asks far too much at once is told to wait", async () => {
  const ann = await stage.app("ann");
  const replies = await Promise.all(Array.from({ length: 1500 }, () => ann.unsubscribe("demo/lamp/lux")));
  const refused = replies.filter((reply) => !reply.ok);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ code: "too-many", retryAfter: 1 });
});
