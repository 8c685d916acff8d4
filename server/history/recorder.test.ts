import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, openDatabase, pool } from "../sql/client";
import {
  insertMessages,
  type NewMessage,
  type NumberedMessage,
  reserveSeqBlock,
} from "../sql/message-writer";
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
  const again: boolean[] = [];
  const trouble: Array<(messages: readonly NumberedMessage[]) => Error | null> = [];
  const store: Store = {
    reserve: async () => 1,
    insert: async (messages, isAgain) => {
      again.push(isAgain);
      const error = trouble[0]?.(messages);
      if (error) throw error;
      batches.push(messages.length);
      stored.push(...messages.map(({ payload }) => Buffer.from(payload).toString()));
    },
  };
  return { store, stored, batches, again, trouble };
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

  test("what a failed try may have stored is written again with care, and what came meanwhile is not", async () => {
    const { store, again, trouble } = memoryStore();
    trouble.push(() => new Error("Connection terminated unexpectedly"));
    const recorder = openRecorder(store);
    const recorded = [recorder.record(message("a"))];
    await vi.waitFor(() => expect(again).toEqual([false]));
    recorded.push(recorder.record(message("b")));
    trouble.pop();
    await Promise.all(recorded);
    expect(again).toEqual([false, true, false]);
  });

  test("what waits is bounded by bytes, and a flood of QoS 0 leaves room for what is acknowledged", async () => {
    const { store } = memoryStore();
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const recorder = openRecorder({ ...store, insert: () => gate });
    const megabyte = Buffer.alloc(1024 * 1024);
    const fill = async (qos: 0 | 1) => {
      const outcomes: Promise<boolean>[] = [];
      for (let refused = false; !refused; ) {
        const before = recorder.pending;
        const recorded = recorder.record(message(megabyte, { qos }));
        refused = recorder.pending === before;
        outcomes.push(recorded.then(Boolean, () => false));
      }
      return outcomes;
    };
    const flood = await fill(0);
    const acknowledged = await fill(1);
    expect([flood.length, acknowledged.length]).toEqual([33, 33]);
    open();
    await recorder.close();
    expect(recorder.pending).toBe(0);
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

  test("whoever does not wait is told of what was not stored, and of nothing else", async () => {
    const { store, stored, trouble } = memoryStore();
    trouble.push((messages) => (messages.some(({ qos }) => qos === 2) ? refusedRow() : null));
    const recorder = openRecorder(store);
    const lost: unknown[] = [];
    recorder.recordUnawaited(message("kept"), (reason) => lost.push(reason));
    recorder.recordUnawaited(message("refused", { qos: 2 }), (reason) => lost.push(reason));
    await recorder.close();
    recorder.recordUnawaited(message("late"), (reason) => lost.push(reason));
    expect(stored).toEqual(["kept"]);
    expect(lost).toMatchObject([{ code: "bad-input" }, { code: "unavailable" }]);
  });

  test("QoS 0 alone is gathered into one transaction", async () => {
    const { store, stored, batches } = memoryStore();
    const recorder = openRecorder(store);
    const one = recorder.record(message("a", { qos: 0 }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(stored).toEqual([]);
    await Promise.all([one, recorder.record(message("b", { qos: 0 }))]);
    expect(batches).toEqual([2]);
  });

  test("a batch that is due waits for a pause between messages, and not for ever", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      const { store, stored, batches } = memoryStore();
      const recorder = openRecorder(store);
      const lost = vi.fn();
      const say = (text: string) => recorder.recordUnawaited(message(text, { qos: 0 }), lost);
      const turns = async () => {
        for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
      };
      say("first");
      await vi.advanceTimersByTimeAsync(99.9);
      say("on its way");
      await vi.advanceTimersByTimeAsync(0.1);
      await turns();
      expect(stored).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      await turns();
      expect(stored).toEqual(["first", "on its way"]);
      for (let time = 0; time < 200; time += 0.2) {
        say("no pause");
        await vi.advanceTimersByTimeAsync(0.2);
        await turns();
      }
      expect(batches.length).toBeGreaterThan(1);
      expect(lost).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  test("whoever waits for an acknowledgement does not wait for the gathering, and takes along what came before", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // the gathering would never end by itself
    try {
      const { store, stored } = memoryStore();
      const recorder = openRecorder(store);
      const gathered = recorder.record(message("a", { qos: 0 }));
      await recorder.record(message("b", { qos: 1 }));
      await recorder.record(message("c", { qos: 2 }));
      await gathered;
      expect(stored).toEqual(["a", "b", "c"]);
      const many = Array.from({ length: 500 }, (_, index) => message(`${index}`, { qos: 0 }));
      await Promise.all(many.map((one) => recorder.record(one)));
      const last = recorder.record(message("last", { qos: 0 }));
      await recorder.close();
      await last;
      expect(stored.at(-1)).toBe("last");
    } finally {
      vi.useRealTimers();
    }
  });

  test("after a crowd, those who come soon are gathered a little; one alone never waits", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      const { store, batches } = memoryStore();
      const recorder = openRecorder(store);
      await Promise.all(Array.from({ length: 10 }, () => recorder.record(message("crowd"))));
      const soon = [recorder.record(message("first"))];
      await vi.advanceTimersByTimeAsync(1);
      soon.push(recorder.record(message("second")));
      await vi.advanceTimersByTimeAsync(10);
      await Promise.all(soon);
      expect(batches.at(-1)).toBe(2);
      await vi.advanceTimersByTimeAsync(1000);
      await recorder.record(message("alone")); // no timer runs any more
      expect(batches.at(-1)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
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

  /** A batch goes by a statement or, where it is large, by COPY. */
  describe.each([
    ["alone", 0],
    ["among many", 200],
  ])("%s", (_company, others) => {
    async function recordAmong(count: number, messages: readonly NewMessage[]): Promise<void> {
      const recorder = openRecorder();
      const all = [
        ...messages,
        ...Array.from({ length: count }, (_, index) => message(`${index}`, { topicId: 6 })),
      ];
      await Promise.all(all.map(recorder.record));
    }

    test("NaN, Infinity, 1e400, -0, 12abc and NUL are kept as sent, and only numbers are numbers", async () => {
      const topicId = 1200 + others;
      const sent = ["NaN", "Infinity", "1e400", "-0", "12abc", "\0", "", "-12.5e3"];
      await recordAmong(
        others,
        sent.map((text) => message(text, { topicId })),
      );
      const { rows } = await pool().query<{ payload: Buffer; value: number | null }>(
        "SELECT payload, value FROM message WHERE topic_id = $1 ORDER BY seq",
        [topicId],
      );
      expect(rows.map(({ payload }) => payload.toString())).toEqual(sent);
      expect(rows.map(({ value }) => value)).toEqual([null, null, null, 0, null, null, null, -12500]);
    });

    test("the numbers of JSON are stored with it, names of any script, NUL in a name left out", async () => {
      const topicId = 1300 + others;
      const sent = { temp: 21.5, 온도: -3, on: true, inner: { deep: 1e300 }, "a\0b": 1, text: "x" };
      await recordAmong(others, [message(JSON.stringify(sent), { topicId })]);
      const { rows } = await pool().query(
        "SELECT field, value FROM field_value WHERE topic_id = $1 ORDER BY field",
        [topicId],
      );
      expect(rows).toEqual([
        { field: "inner.deep", value: 1e300 },
        { field: "on", value: 1 },
        { field: "temp", value: 21.5 },
        { field: "온도", value: -3 },
      ]);
    });

    test("payloads of 64 KiB and of none come back as they were", async () => {
      const topicId = 1700 + others;
      const sent = [0, 65_536, 1, 65_535, 0].map((length) => Buffer.alloc(length, "0123456789abcdef"));
      await recordAmong(
        others,
        sent.map((payload) => message(payload, { topicId })),
      );
      const { rows } = await pool().query<{ payload: Buffer }>(
        "SELECT payload FROM message WHERE topic_id = $1 ORDER BY seq",
        [topicId],
      );
      expect(rows.map(({ payload }) => payload.equals(sent.shift() ?? Buffer.of(1)))).toEqual(
        Array(5).fill(true),
      );
    });
  });

  test("a message that the database can never take is refused alone on the real one, too", async () => {
    const recorder = openRecorder();
    const sent = [14, 2 ** 40, 14].map((topicId) => recorder.record(message("x", { topicId })));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "bad-input" } });
    const { rows } = await pool().query("SELECT count(*)::int AS rows FROM message WHERE topic_id = 14");
    expect(rows).toEqual([{ rows: 2 }]);
  });

  test("a row that is there already is left as it is when its batch is written again", async () => {
    const at = Date.now();
    const numbered = (seq: number) => ({ ...message(`{"n":${seq}}`, { topicId: 15, at }), seq });
    await insertMessages([numbered(1), numbered(2)]);
    await expect(insertMessages([numbered(2), numbered(3)])).rejects.toMatchObject({ code: "23505" });
    await insertMessages([numbered(2), numbered(3)], true);
    const { rows } = await pool().query(
      `SELECT seq::int, (SELECT count(*)::int FROM field_value WHERE topic_id = 15) AS fields
       FROM message WHERE topic_id = 15 ORDER BY seq`,
    );
    expect(rows).toEqual([1, 2, 3].map((seq) => ({ seq, fields: 3 })));
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
    await recorder.record(message("0", { topicId: 11 }));
    const client = await pool().connect();
    await client.query("BEGIN");
    await client.query("SELECT FROM history_hour FOR UPDATE"); // whoever writes waits for this
    const sent = Array.from({ length: 300 }, (_, index) =>
      recorder.record(message(`{"n":${index}}`, { topicId: 11 })),
    );
    const cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pg_blocking_pids(pid) <> '{}'";
    await vi.waitFor(async () => expect((await pool().query(cut)).rowCount).toBe(1));
    await client.query("COMMIT");
    client.release();
    await Promise.all(sent);
    expect(await storedOf(11)).toEqual({ rows: 301, different: 301, fields: 300 });
  });

  test("a write whose answer is lost after its commit is tried again and stored once", async () => {
    const lost = [true];
    const recorder = openRecorder({
      reserve: reserveSeqBlock,
      insert: async (messages, again) => {
        await insertMessages(messages, again);
        if (lost.pop()) throw new Error("Connection terminated unexpectedly");
      },
    });
    const sent = Array.from({ length: 300 }, (_, index) =>
      recorder.record(message(`{"n":${index}}`, { topicId: 16 })),
    );
    await Promise.all(sent);
    expect(await storedOf(16)).toEqual({ rows: 300, different: 300, fields: 300 });
  });
});

async function storedOf(topicId: number): Promise<unknown> {
  const { rows } = await pool().query(
    `SELECT count(*)::int AS rows, count(DISTINCT payload)::int AS different,
       (SELECT count(*)::int FROM field_value WHERE topic_id = $1) AS fields
     FROM message WHERE topic_id = $1`,
    [topicId],
  );
  return rows[0];
}
