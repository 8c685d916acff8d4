import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, openDatabase, pool } from "../sql/client";
import type { NewMessage, NumberedMessage } from "../sql/message-writer";
import { openRecorder, type Store } from "./recorder";

function message(text: string | Uint8Array, changed: Partial<NewMessage> = {}): NewMessage {
  const payload = typeof text === "string" ? Buffer.from(text) : text;
  return { topicId: 1, at: Date.now(), payload, qos: 1, retain: false, ...changed };
}

function refusedRow(): Error {
  return Object.assign(new Error("invalid byte sequence"), { code: "22021" });
}

/** A store in memory that can be told to fail. */
function memoryStore() {
  const stored: string[] = [];
  const batches: number[] = [];
  const trouble: Array<(messages: readonly NumberedMessage[]) => Error | null> = [];
  const store: Store = {
    reserve: async () => 1,
    insert: async (messages) => {
      const error = trouble[0]?.(messages);
      if (error) throw error;
      batches.push(messages.length);
      stored.push(...messages.map(({ payload }) => Buffer.from(payload).toString()));
    },
  };
  return { store, stored, batches, trouble };
}

describe("the recorder's own rules", () => {
  test("what arrives during a commit goes together into the next, in order", async () => {
    const { store, stored, batches } = memoryStore();
    const recorder = openRecorder(store);
    await Promise.all(["a", "b", "c", "d"].map((text) => recorder.record(message(text))));
    expect(stored).toEqual(["a", "b", "c", "d"]);
    expect(batches.length).toBeLessThan(4);
  });

  test("a row that the database refuses is refused alone and blocks nobody", async () => {
    const { store, stored, trouble } = memoryStore();
    trouble.push((messages) =>
      messages.some(({ payload }) => payload.toString() === "poison") ? refusedRow() : null,
    );
    const recorder = openRecorder(store);
    const outcomes = await Promise.allSettled(
      ["a", "poison", "b"].map((text) => recorder.record(message(text))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "bad-input" } });
    expect(stored).toEqual(["a", "b"]);
  });

  test("a database that comes back in time loses nothing and stores nothing twice", async () => {
    const { store, stored, trouble } = memoryStore();
    trouble.push(() => new Error("ECONNREFUSED"));
    const recorder = openRecorder(store);
    const recorded = Promise.all(["a", "b"].map((text) => recorder.record(message(text))));
    await vi.waitFor(() => expect(recorder.pending).toBeGreaterThan(0));
    trouble.pop();
    await recorded;
    expect(stored).toEqual(["a", "b"]);
  });

  test("P35 a database that stays away refuses with unavailable, and takes the next when it is back", async () => {
    const { store, stored, trouble } = memoryStore();
    trouble.push(() => new Error("ECONNREFUSED"));
    const recorder = openRecorder(store);
    await expect(recorder.record(message("lost"))).rejects.toMatchObject({ code: "unavailable" });
    trouble.pop();
    await recorder.record(message("kept"));
    expect(stored).toEqual(["kept"]);
  });

  test("closing stores what is pending, then refuses", async () => {
    const { store, stored } = memoryStore();
    const recorder = openRecorder(store);
    const recorded = recorder.record(message("last"));
    await recorder.close();
    await recorded;
    expect(stored).toEqual(["last"]);
    await expect(recorder.record(message("late"))).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("the recorder on PostgreSQL", () => {
  let created: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    created = await freshDatabase();
    database = openDatabase(created.url);
  });
  afterAll(async () => {
    await database.close();
    await created.drop();
  });

  test("P18 10 000 messages become 10 000 rows, in order of arrival, bytes unchanged", async () => {
    const recorder = openRecorder();
    const at = Date.now();
    const sent = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    await Promise.all(sent.map((text) => recorder.record(message(text, { topicId: 7, at }))));
    const { rows } = await pool().query<{ payload: Buffer; at: Date }>(
      "SELECT payload, at FROM message WHERE topic_id = 7 ORDER BY at, seq",
    );
    expect(rows.map(({ payload }) => payload.toString())).toEqual(sent);
    expect(rows[0]?.at.getTime()).toBe(at);
  });

  test("P16 any bytes, NUL and broken UTF-8 among them, come back as they were", async () => {
    const recorder = openRecorder();
    const payload = Buffer.from([0, 0xff, 0x5c, 0x27, 0x22, 0x7b, 0x7d, 0x2c, 0]);
    await recorder.record(message(payload, { topicId: 8, retain: true, qos: 2 }));
    const { rows } = await pool().query("SELECT payload, qos, retain FROM message WHERE topic_id = 8");
    expect(rows).toEqual([{ payload, qos: 2, retain: true }]);
  });

  test("P41 a message of QoS 2 is stored together with the packet that tells it from a re-sent one", async () => {
    const recorder = openRecorder();
    await recorder.record(
      message("x", {
        topicId: 9,
        qos: 2,
        packet: { clientId: "lab.lamp:1", messageId: 5, topic: "lab/lamp/x" },
      }),
    );
    const { rows } = await pool().query("SELECT client_id, message_id, topic FROM session_incoming");
    expect(rows).toEqual([{ client_id: "lab.lamp:1", message_id: 5, topic: "lab/lamp/x" }]);
  });

  test("clocks that jump find their partition: far back and far ahead", async () => {
    const recorder = openRecorder();
    const days = 24 * 3600 * 1000;
    const times = [Date.now() - 400 * days, Date.now() + 30 * days];
    await Promise.all(times.map((at) => recorder.record(message("t", { topicId: 10, at }))));
    const { rows } = await pool().query<{ at: Date }>(
      "SELECT at FROM message WHERE topic_id = 10 ORDER BY at",
    );
    expect(rows.map(({ at }) => at.getTime())).toEqual(times);
  });

  test("a write whose connection is cut is tried again and stored once", async () => {
    const recorder = openRecorder();
    const sent = Array.from({ length: 300 }, (_, index) =>
      recorder.record(message(`${index}`, { topicId: 11 })),
    );
    await pool().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await Promise.all(sent);
    const { rows } = await pool().query(
      "SELECT count(*)::int AS rows, count(DISTINCT payload)::int AS different FROM message WHERE topic_id = 11",
    );
    expect(rows).toEqual([{ rows: 300, different: 300 }]);
  });
});
