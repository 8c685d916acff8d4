import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refusal } from "../../contract/refusal";
import type { Inbound } from "../broker";
import { type Bench, connectKit, connectLink, connectRawKit, oneDatabase, openBench } from "./testing";

const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 });

const PUBLISH = { cmd: "publish", topic: "", payload: "1", qos: 1, dup: false, retain: false } as const;

oneDatabase();
let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** Lets messages wait until they are let through, one by one, in their order. */
function holdMessages() {
  const held: { inbound: Inbound; store(): void; fail(error: Error): void }[] = [];
  bench.message.take = (inbound) =>
    new Promise((store, fail) => {
      held.push({ inbound, store, fail });
    });
  return held;
}

describe("stored before acknowledged", () => {
  test.each([1, 2] as const)("QoS %s is not acknowledged before the message is stored", async (qos) => {
    const held = holdMessages();
    const lamp = await connectRawKit(bench, "physics.lamp", "esp");
    lamp.send({
      cmd: "publish",
      topic: "physics/lamp/t",
      payload: "1",
      qos,
      messageId: 9,
      dup: false,
      retain: false,
    });
    lamp.send({ cmd: "pingreq" });
    await lamp.next("pingresp");
    expect(lamp.packets).toEqual([]);
    held[0]?.store();
    expect(await lamp.next(qos === 1 ? "puback" : "pubrec")).toMatchObject({ messageId: 9 });
  });

  test("a message that could not be stored is not acknowledged and reaches nobody", async () => {
    bench.message.take = () => Promise.reject(new Refusal("unavailable", "The database is away."));
    const link = await connectLink(bench);
    await link.subscribeAsync("#");
    const lamp = await connectRawKit(bench, "physics.lamp", "esp");
    lamp.send({
      cmd: "publish",
      topic: "physics/lamp/t",
      payload: "1",
      qos: 1,
      messageId: 9,
      dup: false,
      retain: true,
    });
    await lamp.closed;
    expect(lamp.packets).toEqual([]);
    expect(await bench.broker.retained("#")).toEqual([]);
    expect(bench.complaints).toMatchObject([{ code: "unavailable" }]);
    expect(link.received.map(({ topic }) => topic)).not.toContain("physics/lamp/t");
  });

  test.each([1, 2] as const)(
    "a message of QoS %s that is refused is acknowledged and goes nowhere",
    async (qos) => {
      bench.message.take = () => Promise.reject(new Refusal("not-found", "Not registered."));
      const session = await connectKit(bench, "physics.fan", { clientId: "fan", clean: false });
      await session.subscribeAsync("physics/#", { qos: 2 });
      const lamp = await connectKit(bench, "physics.lamp");
      await lamp.publishAsync("physics/lamp/t", "1", { qos, retain: true });
      expect(await bench.broker.retained("#")).toEqual([]);
      expect((await bench.pool.query("SELECT 1 FROM session_outgoing")).rows).toEqual([]);
      expect(bench.complaints).toMatchObject([{ code: "not-found", topic: "physics/lamp/t" }]);
      expect(session.received.map(({ topic }) => topic)).not.toContain("physics/lamp/t");
    },
  );

  test("a message that waits is not overtaken by the one behind it, whoever they are for", async () => {
    const link = await connectLink(bench);
    await link.subscribeAsync("physics/#", { qos: 1 });
    const lamp = await connectKit(bench, "physics.lamp");
    const sent = [];
    for (let number = 0; number < 60; number++)
      sent.push(
        lamp.publishAsync(`physics/lamp/s${number % 3}`, String(number), {
          qos: number % 2 ? 1 : 0,
          retain: number % 3 === 0,
        }),
      );
    await Promise.all(sent);
    await until(() => expect(link.received).toHaveLength(60));
    expect(link.received.map(({ text }) => Number(text))).toEqual(
      Array.from({ length: 60 }, (_, index) => index),
    );
  });

  test("messages of several kits at once all reach a live subscriber, retained or not", async () => {
    const link = await connectLink(bench);
    await link.subscribeAsync("#", { qos: 1 });
    const kits = await Promise.all(
      ["physics.lamp", "physics.fan", "biology.lamp"].map((kit) => connectKit(bench, kit)),
    );
    const topics = ["physics/lamp/t", "physics/fan/t", "biology/lamp/t"];
    await Promise.all(
      kits.flatMap((kit, index) =>
        Array.from({ length: 100 }, (_, number) =>
          kit.publishAsync(topics[index] ?? "", String(number), {
            qos: ((number + index) % 3) as 0 | 1 | 2,
            retain: number % 2 === 0,
          }),
        ),
      ),
    );
    await until(() => expect(link.received).toHaveLength(300));
  });
});

describe("after a crash", () => {
  test("a retained message is there as soon as it was acknowledged; an empty one takes it away", async () => {
    const lamp = await connectKit(bench, "physics.lamp");
    await lamp.publishAsync("physics/lamp/t", "21", { qos: 1, retain: true });
    await lamp.publishAsync("physics/lamp/gone", "1", { qos: 2, retain: true });
    await lamp.publishAsync("physics/lamp/gone", "", { qos: 2, retain: true });
    const after = await bench.again();
    const fan = await connectKit(after, "physics.fan");
    await fan.subscribeAsync("physics/lamp/+");
    await until(() =>
      expect(fan.received).toEqual([{ topic: "physics/lamp/t", text: "21", qos: 0, retain: true }]),
    );
    expect((await after.broker.retained("physics/lamp/t"))[0]?.at).toBe(bench.taken[0]?.at);
  });

  test.each([1, 2] as const)(
    "what was acknowledged at QoS %s is in the queue of a session that was away",
    async (qos) => {
      const fan = await connectKit(bench, "physics.fan", { clientId: "fan", clean: false });
      await fan.subscribeAsync("physics/#", { qos });
      await fan.endAsync(true);
      const lamp = await connectKit(bench, "physics.lamp");
      for (let number = 0; number < 20; number++)
        await lamp.publishAsync("physics/lamp/t", String(number), { qos });
      const after = await bench.again();
      const back = await connectKit(after, "physics.fan", { clientId: "fan", clean: false });
      await until(() =>
        expect(back.received.map(({ text }) => Number(text))).toEqual(
          Array.from({ length: 20 }, (_, n) => n),
        ),
      );
      await until(async () =>
        expect((await after.pool.query("SELECT 1 FROM session_outgoing")).rows).toEqual([]),
      );
    },
  );

  test.each([
    { clean: false, dup: true },
    { clean: true, dup: true },
    { clean: true, dup: false },
  ])("a PUBLISH of QoS 2 that is sent again (%o) is no second message", async ({ clean, dup }) => {
    const packet = {
      cmd: "publish",
      topic: "physics/lamp/t",
      payload: "1",
      qos: 2,
      messageId: 9,
      retain: false,
    } as const;
    const before = await connectRawKit(bench, "physics.lamp", "esp", clean);
    before.send({ ...packet, dup: false });
    await before.next("pubrec");
    before.socket.destroy();
    await before.closed;

    const after = await bench.again();
    const link = await connectLink(after);
    await link.subscribeAsync("#", { qos: 2 });
    const again = await connectRawKit(after, "physics.lamp", "esp", clean);
    again.send({ ...packet, dup });
    expect(await again.next("pubrec")).toMatchObject({ messageId: 9 });
    again.send({ ...packet, dup: true });
    await again.next("pubrec");
    again.send({ cmd: "pubrel", messageId: 9 });
    await again.next("pubcomp");
    expect((await after.pool.query("SELECT 1 FROM session_incoming")).rows).toEqual([]);
    again.send({ ...packet, dup: false });
    await again.next("pubrec");
    expect([...bench.taken, ...after.taken]).toHaveLength(2);
  });

  test("another message under the identifier of one that was never released is a new message", async () => {
    const packet = { cmd: "publish", topic: "physics/lamp/t", qos: 2, messageId: 9, retain: false } as const;
    const before = await connectRawKit(bench, "physics.lamp", "esp");
    before.send({ ...packet, payload: "1", dup: false });
    await before.next("pubrec");
    before.socket.destroy();
    await before.closed;
    const again = await connectRawKit(bench, "physics.lamp", "esp");
    again.send({ ...packet, payload: "2", dup: false });
    await again.next("pubrec");
    again.send({ ...packet, payload: "2", dup: false });
    await again.next("pubrec");
    expect(bench.taken).toHaveLength(3);
  });

  test("a message recorded just before the crash, and no further, is distributed when it is sent again", async () => {
    const { pool } = bench;
    await pool.query(
      `INSERT INTO session_incoming (client_id, message_id, topic, payload, retain)
       VALUES ('physics.lamp:esp', 9, 'physics/lamp/t', '21', true)`,
    );
    const after = await bench.again();
    const lamp = await connectRawKit(after, "physics.lamp", "esp");
    lamp.send({
      cmd: "publish",
      topic: "physics/lamp/t",
      payload: "21",
      qos: 2,
      messageId: 9,
      dup: true,
      retain: true,
    });
    await lamp.next("pubrec");
    expect(after.taken).toEqual([]);
    expect(await after.broker.retained("physics/lamp/t")).toHaveLength(1);
    expect((await pool.query("SELECT forwarded FROM session_incoming")).rows).toEqual([{ forwarded: true }]);
  });

  test("the wills of those who were connected are published at the next start", async () => {
    const will = {
      topic: "physics/lamp/status",
      payload: Buffer.from("offline"),
      qos: 1 as const,
      retain: true,
    };
    await connectKit(bench, "physics.lamp", { will });
    await connectKit(bench, "physics.fan", { will: { ...will, topic: "physics/fan/status" } });
    bench.grants.delete("physics.fan");
    const after = await bench.again();
    expect(after.taken).toMatchObject([{ kit: "physics.lamp", topic: "physics/lamp/status", retain: true }]);
    expect(await after.broker.retained("#")).toMatchObject([{ topic: "physics/lamp/status" }]);
    expect((await after.pool.query("SELECT 1 FROM will")).rows).toEqual([]);
  });
});

describe("wills", () => {
  const will = { payload: Buffer.from("offline"), qos: 1 as const, retain: true };

  test("a connection that is taken over leaves the will of the new one in place", async () => {
    const options = { clientId: "esp", will: { ...will, topic: "physics/lamp/status" } };
    const first = await connectKit(bench, "physics.lamp", options);
    const over = new Promise<void>((resolve) => first.once("close", () => resolve()));
    await connectKit(bench, "physics.lamp", options);
    await over;
    await until(() => expect(bench.taken).toHaveLength(1));
    expect((await bench.again()).taken).toMatchObject([{ topic: "physics/lamp/status" }]);
  });

  test("a will is recorded and sent when the connection breaks, not when it ends in order", async () => {
    const link = await connectLink(bench);
    await link.subscribeAsync("physics/lamp/status");
    const lamp = await connectKit(bench, "physics.lamp", { will: { ...will, topic: "physics/lamp/status" } });
    lamp.stream.destroy();
    await until(() => expect(link.received).toMatchObject([{ text: "offline" }]));
    expect(bench.taken).toMatchObject([{ kit: "physics.lamp", retain: true }]);
    const polite = await connectKit(bench, "physics.fan", { will: { ...will, topic: "physics/fan/status" } });
    await polite.endAsync();
    await until(async () => expect((await bench.pool.query("SELECT 1 FROM will")).rows).toEqual([]));
    expect(bench.taken).toHaveLength(1);
  });

  test.each(["physics/fan/status", "biology/lamp/t", "physics/lamp/errors", "nonsense"])(
    "a will for %s is refused with code 5",
    async (topic) => {
      await expect(connectKit(bench, "physics.lamp", { will: { ...will, topic } })).rejects.toMatchObject({
        code: 5,
      });
    },
  );

  test("an orderly stop publishes nobody's will, then or at the next start", async () => {
    await connectKit(bench, "physics.lamp", { will: { ...will, topic: "physics/lamp/status" } });
    await bench.broker.stop();
    expect(bench.taken).toEqual([]);
    expect((await bench.again()).taken).toEqual([]);
  });
});

test("messages that nobody has to remember cost no SQL", async () => {
  const fan = await connectKit(bench, "physics.fan");
  await fan.subscribeAsync("physics/#", { qos: 1 });
  const lamp = await connectKit(bench, "physics.lamp");
  const asked = vi.spyOn(bench.pool, "connect");
  const queried = vi.spyOn(bench.pool, "query");
  await Promise.all(
    Array.from({ length: 200 }, (_, n) => lamp.publishAsync("physics/lamp/t", String(n), { qos: 1 })),
  );
  await until(() => expect(fan.received).toHaveLength(200));
  expect(asked).not.toHaveBeenCalled();
  expect(queried).not.toHaveBeenCalled();
});

describe("while the database is away", () => {
  test("what needs it is not acknowledged, what does not goes on, and all is well when it is back", async () => {
    const will = {
      topic: "physics/lamp/status",
      payload: Buffer.from("offline"),
      qos: 1 as const,
      retain: true,
    };
    const session = await connectRawKit(bench, "physics.fan", "fan", false);
    session.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "physics/shared/#", qos: 2 }] });
    await session.next("suback");
    const lamp = await connectKit(bench, "physics.lamp", { will });
    const live = await connectKit(bench, "biology.lamp");
    await live.subscribeAsync("biology/#", { qos: 1 });

    const away = () => Promise.reject(new Error("connection refused"));
    const spies = [
      vi.spyOn(bench.pool, "connect").mockImplementation(away),
      vi.spyOn(bench.pool, "query").mockImplementation(away),
    ];
    await expect(
      connectKit(bench, "physics.lamp", { will, clean: false, clientId: "new" }),
    ).rejects.toThrow();
    const denied = await connectRawKit(bench, "physics.lamp", "retainer");
    denied.send({ ...PUBLISH, topic: "physics/lamp/t", retain: true, messageId: 1 });
    await denied.closed;
    expect(denied.packets).toEqual([]);
    session.send({ cmd: "unsubscribe", messageId: 2, unsubscriptions: ["physics/other"] });
    await session.closed;
    lamp.stream.destroy();
    await live.publishAsync("biology/lamp/t", "no memory needed", { qos: 1 });
    await until(() => expect(live.received).toMatchObject([{ text: "no memory needed" }]));

    for (const spy of spies) spy.mockRestore();
    const back = await connectKit(bench, "physics.lamp");
    await back.publishAsync("physics/lamp/t", "back", { qos: 2, retain: true });
    const [kept] = await bench.broker.retained("physics/lamp/t");
    expect(Buffer.from(kept?.payload ?? "").toString()).toBe("back");
    await until(async () => expect((await bench.pool.query("SELECT 1 FROM will")).rows).toEqual([]));
  });
});
