import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "../contract/actor";
import { bucketStart, bucketWidth, HOUR } from "../contract/buckets";
import { numbersOf } from "../contract/numbers";
import type { Series } from "../contract/shapes";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, db, openDatabase, pool } from "../sql/client";
import { historyLimits } from "../sql/history-limits";
import { removeMessages } from "../sql/history-removal";
import { historyOf } from "../sql/history-size";
import { holdHours } from "../sql/history-slices";
import { insertMessages, reserveSeqBlock } from "../sql/message-writer";
import { weekOf, weeks } from "../sql/partitions";
import { retireBefore } from "../sql/retention";
import { openHoursBefore, rollHour } from "../sql/rollups";
import { seriesOf } from "../sql/series";
import { transaction } from "../sql/transaction";
import { retire } from "./retention";

const DAY = 24 * HOUR;
/** A Friday; what is stored lies in the three weeks before and after it. */
const BASE = Date.UTC(2026, 9, 16, 9);

let created: TestDatabase;
let database: Database;
let actor: Actor;
let seq: number;

beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
  historyLimits.set({ historyDays: 90, summaryDays: 400 });
  const user = await db().user.create({ data: { name: "Teo", email: "teo@school.test", passwordHash: "-" } });
  actor = { id: user.id, name: "Teo", email: user.email, standings: new Map(), scope: null };
  seq = await reserveSeqBlock();
});
afterAll(async () => {
  historyLimits.clear();
  await database.close();
  await created.drop();
});
beforeEach(async () => {
  await pool().query("TRUNCATE message, field_value, rollup, history_size");
  await pool().query("UPDATE history_hour SET rolled = false");
  await db().class.deleteMany();
});

type Days = { historyDays?: number; summaryDays?: number };

let topics = 0;
async function makeTopic(className: string, days: Days = {}): Promise<{ id: number; topic: string }> {
  const membership = { create: { userId: actor.id, role: "instructor" as const } };
  const { id: classId } = await db().class.upsert({
    where: { slug: className },
    create: { slug: className, name: className, joinCode: className, memberships: membership, ...days },
    update: {},
  });
  const path = `shared/t${topics++}`;
  const { id } = await db().topic.create({ data: { classId, path }, select: { id: true } });
  return { id, topic: `${className}/${path}` };
}

type Row = { at: number; payload: string };

async function store(topicId: number, rows: readonly Row[]): Promise<void> {
  const messages = rows.map(({ at, payload }) => ({
    topicId,
    at,
    payload: Buffer.from(payload),
    seq: seq++,
  }));
  await insertMessages(messages.map((message) => ({ ...message, qos: 1, retain: false })));
}

async function rollAll(): Promise<void> {
  for (const hour of await openHoursBefore(BASE + 60 * DAY)) await rollHour(hour);
}

type Asked = { from: number; to: number; field?: string | undefined; points: number };

async function read(topic: string, asked: Asked): Promise<Series> {
  const series = await seriesOf(actor, topic.split("/")[0] ?? "", { topic, ...asked });
  if ("items" in series) throw new Error("a list");
  return series;
}

const counts = (series: Series) => series.points.map(({ at, count }) => [at, count]);

async function left(topicId: number): Promise<number[]> {
  const found = ["message", "field_value", "rollup"].map((table) =>
    pool().query(`SELECT FROM ${table} WHERE topic_id = $1`, [topicId]),
  );
  return (await Promise.all(found)).map(({ rowCount }) => rowCount ?? 0);
}

/** A message that may be gone, and then counts with all of its hour. */
type Remembered = Row & { kept: boolean };

function reference(rows: readonly Remembered[], { from, to, field, points }: Asked) {
  const numbers = rows.flatMap(({ at, payload, kept }) => {
    const { value, fields } = numbersOf(payload);
    const number = field === undefined ? value : (fields.get(field) ?? null);
    const hour = bucketStart(at, HOUR);
    const inside = kept ? hour + HOUR > from && hour <= to : at >= from && at <= to;
    return number === null || !inside ? [] : [{ at: kept ? hour : at, number, kept }];
  });
  const fine = bucketWidth({ from, to }, points);
  const width = numbers.some(({ kept }) => kept) ? Math.max(fine, HOUR) : fine;
  const buckets = new Map<number, number[]>();
  for (const { at, number } of numbers) {
    const start = bucketStart(at, width);
    buckets.set(start, [...(buckets.get(start) ?? []), number]);
  }
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([at, values]) => [at, Math.min(...values), Math.max(...values), values.length]);
}

/** Mostly within some hours, so that what is stored, removed and asked for meets. */
const time = fc
  .oneof({ weight: 4, arbitrary: fc.nat(5 * HOUR) }, { weight: 1, arbitrary: fc.nat(16 * DAY) })
  .map((after) => BASE + after);
const payload = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.integer({ min: -50, max: 50 }).map((t) => JSON.stringify({ t })),
  fc.constantFrom("on", "text", ""),
);
const rows = fc.array(fc.record({ at: time, payload }), { minLength: 1, maxLength: 30 });
const first = fc.record({ kind: fc.constant("store" as const), rows });
const step = fc.oneof(
  first,
  fc.record({ kind: fc.constant("roll" as const) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("retire" as const), before: time }) },
  fc.record({ kind: fc.constant("remove" as const), before: fc.option(time) }),
);
const question = fc.record({
  ends: fc.tuple(time, time),
  field: fc.constantFrom(undefined, "t"),
  points: fc.integer({ min: 1, max: 600 }),
});

test("P46 a series equals one worked out from the rows that are left and the hours of those that are gone", async () => {
  const story = fc.tuple(first, fc.array(step, { minLength: 1, maxLength: 6 })).map((parts) => parts.flat());
  await fc.assert(
    fc.asyncProperty(story, fc.array(question, { minLength: 5, maxLength: 8 }), async (steps, asked) => {
      const { id, topic } = await makeTopic("lab");
      let remembered: Remembered[] = [];
      for (const done of steps) {
        if (done.kind === "store") {
          await store(id, done.rows);
          remembered.push(...done.rows.map((row) => ({ ...row, kept: false })));
        } else if (done.kind === "roll") {
          await rollAll();
        } else if (done.kind === "retire") {
          await rollAll();
          const hour = bucketStart(done.before, HOUR);
          const removed = await retireBefore(id, hour);
          expect(removed).toBe(remembered.filter(({ at, kept }) => !kept && at < hour).length);
          remembered = remembered.map((row) => ({ ...row, kept: row.kept || row.at < hour }));
        } else {
          const before = done.before ?? Number.POSITIVE_INFINITY;
          const removed = await removeMessages([id], done.before);
          expect(removed).toBe(remembered.filter(({ at, kept }) => !kept && at < before).length);
          remembered = remembered.filter(({ at, kept }) => (kept ? bucketStart(at, HOUR) : at) >= before);
        }
      }
      for (const { ends, ...more } of asked) {
        const span = { from: Math.min(...ends), to: Math.max(...ends), ...more };
        const { points } = await read(topic, span);
        expect(points.map(({ at, min, max, count }) => [at, min, max, count])).toEqual(
          reference(remembered, span),
        );
      }
      const messages = remembered.filter(({ kept }) => !kept);
      const stored = (await historyOf(actor, "lab")).topics.find((found) => found.topic === topic);
      expect(stored).toEqual(
        messages.length === 0
          ? undefined
          : {
              topic,
              messages: messages.length,
              bytes: messages.reduce((sum, row) => sum + Buffer.byteLength(row.payload), 0),
              oldestAt: Math.min(...messages.map(({ at }) => at)),
            },
      );
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("P09 weeks that no class keeps are dropped, and long charts of them stay as they were", async () => {
  const { id, topic } = await makeTopic("lab");
  const old = BASE - 20 * DAY;
  const given = Array.from({ length: 50 }, (_, n) => ({ at: old + n * 20 * 60_000, payload: String(n) }));
  await store(id, given);
  await store(id, [
    { at: old, payload: '{"t":7}' },
    { at: BASE, payload: "1" },
  ]);
  const span = { from: old - DAY, to: BASE, points: 600 };
  const before = await read(topic, span);
  const done = await retire(BASE + 80 * DAY);
  expect(done.partitions).toEqual(
    expect.arrayContaining([expect.stringMatching(/^message_/), expect.stringMatching(/^field_value_/)]),
  );
  expect(await left(id)).toEqual([1, 0, expect.any(Number)]);
  expect(await read(topic, span)).toEqual(before);
  expect((await read(topic, { ...span, field: "t" })).points).toMatchObject([{ mean: 7, count: 1 }]);
  expect((await weeks()).map(({ week }) => week)).toContain(weekOf(old));
  const zoomed = await read(topic, { from: old, to: old + 2 * HOUR - 1, points: 600 });
  expect([zoomed.bucketMs, counts(zoomed)]).toEqual([
    HOUR,
    [
      [old, 3],
      [old + HOUR, 3],
    ],
  ]);
});

test("P09 sums of hours go when their own days are over, and not before the messages", async () => {
  const { id } = await makeTopic("lab");
  const old = BASE - 20 * DAY;
  await store(id, [{ at: old, payload: "1" }]);
  await retire(old + 100 * DAY);
  expect(await left(id)).toEqual([0, 0, 1]);
  const done = await retire(old + 408 * DAY);
  expect(done.partitions).toContainEqual(expect.stringMatching(/^rollup_/));
  expect(await left(id)).toEqual([0, 0, 0]);
});

test("P09 each class keeps what it says: messages go by the hour, sums stay for their time", async () => {
  const short = await makeTopic("short", { historyDays: 7, summaryDays: 10 });
  const long = await makeTopic("long");
  const given = Array.from({ length: 12 }, (_, day) => ({ at: BASE + day * DAY, payload: String(day) }));
  for (const { id } of [short, long]) await store(id, given);
  const now = BASE + 12 * DAY;
  expect(await retire(now)).toMatchObject({ partitions: [], messages: 5 });
  expect(await left(short.id)).toEqual([7, 0, expect.any(Number)]);
  expect(await left(long.id)).toEqual([12, 0, expect.any(Number)]);
  const whole = { from: BASE, to: now, points: 100 };
  expect(counts(await read(short.topic, whole)).length).toBe(10);
  expect(counts(await read(long.topic, whole)).length).toBe(12);
  expect(await retire(now)).toEqual({ partitions: [], messages: 0 });
});

test("a message that comes late, for an hour whose messages are gone, counts beside their sum", async () => {
  const { id, topic } = await makeTopic("short", { historyDays: 7 });
  await makeTopic("long");
  await store(id, [{ at: BASE, payload: "10" }]);
  await retire(BASE + 9 * DAY);
  await store(id, [{ at: BASE + 1, payload: "20" }]);
  const span = { from: BASE, to: BASE + HOUR, points: 10 };
  const expected = [{ at: BASE, min: 10, max: 20, mean: 15, count: 2 }];
  expect((await read(topic, span)).points).toEqual(expected);
  await rollAll();
  expect((await read(topic, span)).points).toEqual(expected);
  await retire(BASE + 9 * DAY);
  expect(await left(id)).toEqual([0, 0, 1]);
  expect((await read(topic, span)).points).toEqual(expected);
});

test("P09 while somebody reads an old week its partition waits, and writers do not", async () => {
  const { id } = await makeTopic("lab");
  const old = BASE - 30 * DAY;
  await store(id, [
    { at: old, payload: "1" },
    { at: BASE, payload: "2" },
  ]);
  const reader = await pool().connect();
  try {
    await reader.query("BEGIN");
    await reader.query("SELECT FROM message");
    const retired = retire(BASE + 80 * DAY);
    const waits = () =>
      pool().query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database()
           AND wait_event_type = 'Lock' AND query ~ '^(TRUNCATE|ALTER TABLE)'`,
      );
    for (let n = 0; n < 3; n++) {
      await vi.waitFor(async () => expect((await waits()).rowCount).toBe(1), {
        timeout: 10_000,
        interval: 2,
      });
      await store(id, [{ at: BASE + n, payload: "3" }]);
    }
    await reader.query("COMMIT");
    expect((await retired).partitions).toContain(`message_20260914`);
  } finally {
    reader.release(true);
  }
  expect((await left(id))[0]).toBe(4);
});

test("P09 while somebody reads, a week is made and writers write into it", async () => {
  const { id } = await makeTopic("lab");
  const reader = await pool().connect();
  try {
    await reader.query("BEGIN");
    await reader.query("SELECT FROM message");
    await store(id, [{ at: BASE + 200 * DAY, payload: "1" }]);
    expect((await left(id))[0]).toBe(1);
  } finally {
    reader.release(true);
  }
});

test("whoever removes a part of an hour holds up nobody who writes into it", async () => {
  const { id } = await makeTopic("lab");
  await store(id, [{ at: BASE, payload: "1" }]);
  await rollAll();
  await transaction(async (client) => {
    await holdHours(client, { from: BASE, to: BASE + HOUR });
    await store(id, [{ at: BASE + 1, payload: "2" }]);
  });
  expect((await left(id))[0]).toBe(2);
});

test("a removal that is cut off leaves what charts say of the rest right", async () => {
  const { id, topic } = await makeTopic("lab");
  const row = (n: number) => ({ at: BASE + n * 2000, payload: n === 13_000 ? "77" : "1" });
  await store(
    id,
    Array.from({ length: 15_000 }, (_, n) => row(n)),
  );
  await rollAll();
  await pool().query(`
    CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF OLD.value = 77 THEN RAISE 'cut off'; END IF; RETURN OLD; END $$;
    CREATE TRIGGER stop BEFORE DELETE ON message FOR EACH ROW EXECUTE FUNCTION stop()`);
  await expect(removeMessages([id], BASE + 8.5 * HOUR)).rejects.toThrow("cut off");
  const rest = (await left(id))[0] ?? 0;
  expect(rest).toBeGreaterThan(1);
  expect(rest).toBeLessThan(15_000);
  for (const again of [false, true]) {
    if (again) await rollAll();
    for (const to of [BASE + DAY, BASE + 10 * DAY]) {
      const { points } = await read(topic, { from: BASE, to, points: 2000 });
      expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(rest);
      expect(points.reduce((sum, { count, mean }) => sum + count * mean, 0)).toBeCloseTo(rest + 76, 3);
    }
    expect((await historyOf(actor, "lab")).messages).toBe(rest);
  }
  await pool().query("DROP TRIGGER stop ON message");
  expect(await removeMessages([id], null)).toBe(rest);
  expect(await left(id)).toEqual([0, 0, expect.any(Number)]);
});
