import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStage, type Stage, settled, standing } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const steps = () => stage.trace.map(({ step }) => step);

test("P25 subscribe: token, topic, room, SUBSCRIBE, result, in this order", async () => {
  const ann = await stage.app("ann");
  await ann.subscribe("demo/lamp/lux", 1);
  expect(steps()).toEqual([
    "parseInput",
    "verifyToken",
    "lookUpTopic",
    "allow",
    "joinRoom",
    "checkAgain",
    "subscribeAtBroker",
    "findRetained",
    "remember",
    "result",
  ]);
});

test("P25 a failing step ends the sequence, and the room is left again", async () => {
  const ann = await stage.app("ann");
  stage.link.grants = "unavailable";
  expect(await ann.subscribe("demo/lamp/lux")).toMatchObject({ ok: false, code: "unavailable" });
  expect(steps().at(-1)).toBe("subscribeAtBroker");
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(0);
  expect(stage.world.followed.size).toBe(0);
  stage.link.grants = null;
  expect(await ann.subscribe("demo/lamp/lux")).toMatchObject({ ok: true });
});

test.each([
  ["demo/lamp/nothing", "not-found"],
  ["demo/ghost/lux", "not-found"],
  ["demo/ghost/status", "not-found"],
  ["demo/ghost/#", "not-found"],
  ["other/lamp/lux", "not-found"],
  ["other/lamp/#", "not-found"],
  ["ghost/lamp/lux", "not-found"],
  ["demo/lamp/a b", "not-found"],
  ["#", "not-allowed"],
  ["+/lamp/lux", "not-allowed"],
  ["$SYS/#", "not-allowed"],
  ["$SYS/broker/uptime", "not-allowed"],
  ["$share/group/demo/lamp/lux", "not-allowed"],
  ["", "bad-input"],
  ["demo/#/lux", "bad-input"],
  ["demo/lamp+/lux", "bad-input"],
  ["demo/lamp/lux\0", "bad-input"],
  [`demo/lamp/${"x".repeat(10_000)}`, "bad-input"],
])("P26 %j: %s, no room, no SUBSCRIBE", async (topic, code) => {
  const ann = await stage.app("ann");
  expect(await ann.subscribe(topic)).toMatchObject({ ok: false, code });
  expect(steps()).not.toContain("joinRoom");
  expect(stage.sockets.watchers(topic)).toBe(0);
  expect(stage.link.calls).toEqual([]);
});

test("P26 known but not yours is not-allowed: another's kit in a class with private kits", async () => {
  stage.world.standings.set("ann", new Map([["demo", standing("demo", "student", { privateKits: true })]]));
  const ann = await stage.app("ann");
  for (const topic of ["demo/fan/speed", "demo/fan/#", "demo/+/speed", "demo/#"])
    expect(await ann.subscribe(topic)).toMatchObject({ ok: false, code: "not-allowed" });
  for (const topic of ["demo/lamp/lux", "demo/lamp/#", "demo/shared/#", "demo/lamp/status"])
    expect(await ann.subscribe(topic)).toMatchObject({ ok: true });
  const teo = await stage.app("teo");
  expect(await teo.subscribe("demo/+/speed")).toMatchObject({ ok: true });
});

test("P28 the result has the QoS that the broker granted", async () => {
  const ann = await stage.app("ann");
  expect(await ann.subscribe("demo/lamp/lux", 1)).toMatchObject({ ok: true, value: { qos: 1 } });
  stage.link.grants = 0;
  expect(await ann.subscribe("demo/fan/speed", 2)).toMatchObject({ ok: true, value: { qos: 0 } });
});

test("P28 a subscription that the broker refuses is not-allowed, and no room stays", async () => {
  const ann = await stage.app("ann");
  stage.link.grants = "not-allowed";
  expect(await ann.subscribe("demo/lamp/lux")).toMatchObject({ ok: false, code: "not-allowed" });
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(0);
});

test("P31 the first and every later one that joins gets the retained values, marked so", async () => {
  const at = 1_700_000_000_000;
  stage.world.retained = [
    { topic: "demo/lamp/lux", payload: Buffer.from("412"), qos: 1, at },
    { topic: "demo/fan/speed", payload: Buffer.from("9"), qos: 0, at },
  ];
  const expected = [{ topic: "demo/lamp/lux", payload: "412", at, qos: 1, retain: true }];
  for (const who of ["ann", "ben", "teo"]) {
    const app = await stage.app(who);
    expect(await app.subscribe("demo/lamp/lux")).toMatchObject({ ok: true, value: { retained: expected } });
  }
  const all = await (await stage.app("teo")).subscribe("demo/+/#");
  expect(all.ok && all.value.retained.map(({ topic }) => topic)).toEqual(["demo/lamp/lux", "demo/fan/speed"]);
});

test("P31 more retained bytes than one event bears arrive all the same", async () => {
  const binary = (index: number) => Buffer.from([255, index]);
  stage.world.retained = Array.from({ length: 35 }, (_, index) => ({
    topic: `demo/lamp/t${index}`,
    payload: binary(index),
    qos: 0 as const,
    at: index,
  }));
  const ann = await stage.app("ann");
  const reply = await ann.subscribe("demo/lamp/#");
  const got = [...ann.messages, ...(reply.ok ? reply.value.retained : [])];
  expect(got.map(({ payload }) => Buffer.from(payload))).toEqual(
    Array.from({ length: 35 }, (_, index) => binary(index)),
  );
  expect(got.every(({ retain }) => retain)).toBe(true);
});

test("P37 who follows what is kept, and forgotten when the last connection of that person leaves", async () => {
  const [one, two] = [await stage.app("ann"), await stage.app("ann")];
  await one.subscribe("demo/lamp/lux");
  await two.subscribe("demo/lamp/lux");
  await one.subscribe("demo/lamp/#");
  expect([...stage.world.followed]).toEqual(["ann demo/lamp/lux"]);
  await one.unsubscribe("demo/lamp/lux");
  expect(stage.world.followed.size).toBe(1);
  await two.unsubscribe("demo/lamp/lux");
  expect(stage.world.followed.size).toBe(0);
});

test("P37 a connection follows 50 topics and more, and at 200 it is told so", async () => {
  const ann = await stage.app("ann");
  for (let index = 0; index < 201; index++) stage.world.topics.add(`demo/lamp/t${index}`);
  const replies = await Promise.all(
    Array.from({ length: 201 }, (_, index) => ann.subscribe(`demo/lamp/t${index}`)),
  );
  expect(replies.filter(({ ok }) => ok)).toHaveLength(200);
  expect(replies.find(({ ok }) => !ok)).toMatchObject({ code: "limit-reached" });
});

test("requests about one topic have their effect in the order in which they were sent", async () => {
  const ann = await stage.app("ann");
  const replies = await Promise.all([
    ann.subscribe("demo/lamp/lux"),
    ann.unsubscribe("demo/lamp/lux"),
    ann.subscribe("demo/lamp/lux"),
    ann.unsubscribe("demo/lamp/lux"),
  ]);
  expect(replies.every(({ ok }) => ok)).toBe(true);
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(0);
});

test("to leave what was never joined is no error", async () => {
  const ann = await stage.app("ann");
  expect(await ann.unsubscribe("demo/lamp/lux")).toEqual({ ok: true, value: { topic: "demo/lamp/lux" } });
  await settled(ann);
  expect(stage.link.calls).toEqual([]);
});

test("P15 a right that ends while the subscription is on its way is not given", async () => {
  const ann = await stage.app("ann");
  const release = holdAnswer();
  const reply = ann.subscribe("demo/lamp/lux");
  await vi.waitFor(() => expect(steps()).toContain("subscribeAtBroker"));
  stage.world.standings.set("ann", new Map());
  stage.sockets.recheck({ class: "demo" });
  await vi.waitFor(() => expect(ann.closed).toHaveLength(1));
  release();
  expect(await reply).toMatchObject({ ok: false, code: "not-allowed" });
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(0);
});

function holdAnswer(): () => void {
  let release = () => {};
  stage.link.answer = new Promise<void>((resolve) => {
    release = resolve;
  });
  return release;
}
