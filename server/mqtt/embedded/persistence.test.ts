import assert from "node:assert";
import abstractTests from "aedes-persistence/abstract.js";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../embedded/testing";
import { type MqttStore, openMqttStore } from "../../sql/mqtt-store";
import { Persistence } from "./persistence";

const LIMITS = { messages: 100, bytes: 1_000_000 };
const TABLES = "retained, session_subscription, session_outgoing, session_incoming, will";

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query(`TRUNCATE ${TABLES}`);
});

const stores: MqttStore[] = [];
function open(): Persistence {
  const store = openMqttStore(pool);
  stores.push(store);
  return new Persistence(store, LIMITS);
}
/** What one test has left to be written is not there in the next. */
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

/** `id` is a field of that suite's own retained packets; MQTT has none. */
function withoutId(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutId);
  if (value === null || typeof value !== "object" || !("retain" in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "id"));
}

describe("what Aedes asks of every persistence", () => {
  abstractTests({
    test: (name, run) =>
      test(name, () =>
        run({
          plan: () => {},
          diagnostic: () => {},
          assert: {
            ...assert,
            deepEqual: (actual: unknown, expected: unknown, message?: string) =>
              assert.deepEqual(withoutId(actual), withoutId(expected), message),
          },
        }),
      ),
    persistence: async () => open(),
    testAsync: true,
  });
});

describe("over a crash", () => {
  const client = { id: "physics.lamp:esp" };
  const message = {
    topic: "physics/lamp/set/led",
    payload: Buffer.from("on"),
    qos: 2 as const,
    retain: false,
  };

  async function opened() {
    const persistence = open();
    await persistence.setup({ id: `broker-${Math.random()}` });
    return persistence;
  }

  test("subscriptions, queue and wills are there for the next process", async () => {
    const before = await opened();
    await before.addSubscriptions(client, [{ topic: "physics/lamp/set/#", qos: 1 }]);
    await before.enqueue(message, () => true);
    await before.putWill(client, { topic: "physics/lamp/status", payload: "offline", qos: 1, retain: true });

    const after = await opened();
    expect(await after.subscriptionsByClient(client)).toMatchObject([
      { topic: "physics/lamp/set/#", qos: 1 },
    ]);
    expect(await after.outgoingStream(client).toArray()).toMatchObject([
      { cmd: "publish", topic: message.topic, payload: message.payload, qos: 1 },
    ]);
    expect(after.wills.takeLeft()).toMatchObject([{ clientId: client.id, topic: "physics/lamp/status" }]);
  });

  test("a message of QoS 2 keeps its identifier, and what is owed after PUBREC is PUBREL", async () => {
    const before = await opened();
    await before.addSubscriptions(client, [{ topic: message.topic, qos: 2 }]);
    const packet = { ...message };
    await before.enqueue(packet, () => true);
    const number = { brokerId: "b", brokerCounter: 7 };
    before.sentOut(packet, number);
    await before.outgoingUpdate(client, { ...message, ...number, cmd: "publish", messageId: 321 });
    expect(await (await opened()).outgoingStream(client).toArray()).toMatchObject([
      { cmd: "publish", messageId: 321 },
    ]);
    await before.outgoingUpdate(client, { ...message, cmd: "pubrel", messageId: 321 });
    expect(await (await opened()).outgoingStream(client).toArray()).toMatchObject([
      { cmd: "pubrel", messageId: 321 },
    ]);
  });

  test("a full queue takes no more, and what is acknowledged makes room", async () => {
    const persistence = await opened();
    await persistence.addSubscriptions(client, [{ topic: message.topic, qos: 1 }]);
    let taken = 0;
    for (let sent = 0; sent < LIMITS.messages + 20; sent++)
      taken += await persistence.enqueue({ ...message }, () => true);
    expect(taken).toBe(LIMITS.messages);
  });

  test("a session with overlapping filters gets a message once, at the highest QoS granted", async () => {
    const persistence = await opened();
    await persistence.addSubscriptions(client, [
      { topic: "physics/#", qos: 1 },
      { topic: "physics/lamp/#", qos: 2 },
    ]);
    expect(await persistence.enqueue({ ...message }, () => true)).toBe(1);
    expect(await persistence.outgoingStream(client).toArray()).toMatchObject([{ qos: 2 }]);
  });

  test("the quota of retained messages counts by who published them, after a restart too", async () => {
    const before = await opened();
    const retained = { payload: Buffer.from("1"), qos: 0 as const, at: 1000 };
    before.retained.keep({ ...retained, topic: "physics/lamp/a", kit: "physics.lamp" });
    before.retained.keep({ ...retained, topic: "physics/lamp/b", kit: "physics.lamp" });
    before.retained.keep({ ...retained, topic: "physics/lamp/c", kit: null });
    before.retained.keep({
      ...retained,
      topic: "physics/lamp/b",
      kit: "physics.lamp",
      payload: Buffer.alloc(0),
    });
    await before.store.commit();
    const after = await opened();
    expect(after.retained.countWith("physics/lamp/a", "physics.lamp")).toBe(1);
    expect(after.retained.countWith("physics/lamp/z", "physics.lamp")).toBe(2);
    expect(await after.store.findRetained(["physics/lamp/#"])).toMatchObject([
      { topic: "physics/lamp/a", at: 1000, kit: "physics.lamp" },
      { topic: "physics/lamp/c", at: 1000, kit: null },
    ]);
  });
});

describe("when the database is away", () => {
  test("who waits is refused as unavailable, and the change is written once it is back", async () => {
    let away = true;
    const flaky = new Proxy(pool, {
      get: (target, name) =>
        name === "connect" && away
          ? () => Promise.reject(new Error("connection refused"))
          : Reflect.get(target, name, target),
    });
    const store = openMqttStore(flaky);
    store.retained.put({ topic: "physics/lamp/a", payload: Buffer.from("1"), qos: 1, at: 1, kit: null });
    await expect(store.commit()).rejects.toMatchObject({ code: "unavailable" });
    away = false;
    await store.commit();
    expect(await store.findRetained(["physics/lamp/a"])).toHaveLength(1);
  });

  test("a row that the database will never take blocks nobody else's", async () => {
    const store = openMqttStore(pool);
    const row = { payload: Buffer.from("1"), qos: 1 as const, at: 1, kit: null };
    store.retained.put({ ...row, topic: "physics/lamp/bad\0" });
    store.retained.put({ ...row, topic: "physics/lamp/good" });
    await store.commit();
    expect(await store.findRetained(["physics/#"])).toMatchObject([{ topic: "physics/lamp/good" }]);
  });
});
