import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../contract/actor";
import { bucketStart, bucketWidth, HOUR, type Span } from "../contract/buckets";
import { clockOf } from "../contract/local-time";
import { numbersOf } from "../contract/numbers";
import type { Series } from "../contract/shapes";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, db, openDatabase, pool } from "./client";
import { MESSAGES } from "./message-statements";
import { insertMessages, type NewMessage, reserveSeqBlock } from "./message-writer";
import { openHoursBefore, reopenHours, rollHour } from "./rollups";
import { type SeriesAsked, seriesOf } from "./series";

const DAY = 24 * HOUR;
/** A Friday: the three weeks that follow lie in four partitions, and summer time ends in them (2026-10-25). */
const BASE = Date.UTC(2026, 9, 16, 9);
const WINDOW = 20 * DAY;

let created: TestDatabase;
let database: Database;
let actor: Actor;
let classId: string;
let seq: number;

beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
  const user = await db().user.create({ data: { name: "Ada", email: "ada@school.test", passwordHash: "-" } });
  const lab = await db().class.create({ data: { slug: "lab", name: "Lab", joinCode: "LAB" } });
  await db().membership.create({ data: { classId: lab.id, userId: user.id, role: "student" } });
  classId = lab.id;
  actor = { id: user.id, name: "Ada", email: user.email, standings: new Map(), scope: null };
  seq = await reserveSeqBlock();
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

let topics = 0;
async function makeTopic(): Promise<{ id: number; topic: string }> {
  const path = `shared/t${topics++}`;
  const { id } = await db().topic.create({ data: { classId, path }, select: { id: true } });
  return { id, topic: `lab/${path}` };
}

type Row = { at: number; payload: string };

async function store(topicId: number, rows: readonly Row[]): Promise<void> {
  const message = ({ at, payload }: Row): NewMessage => ({
    topicId,
    at,
    payload: Buffer.from(payload),
    qos: 1,
    retain: false,
  });
  await insertMessages(rows.map((row) => ({ ...message(row), seq: seq++ })));
}

async function rollAll(): Promise<void> {
  for (const hour of await openHoursBefore(BASE + 2 * WINDOW)) await rollHour(hour);
}

async function read(asked: SeriesAsked): Promise<Series> {
  const series = await seriesOf(actor, "lab", asked);
  if ("items" in series) throw new Error("a list");
  return series;
}

/** A series worked out from all rows, one by one. */
function reference(rows: readonly Row[], { from, to, field, points }: Omit<SeriesAsked, "topic">) {
  const width = bucketWidth({ from, to }, points);
  const buckets = new Map<number, number[]>();
  for (const { at, payload } of rows) {
    const { value, fields } = numbersOf(payload);
    const number = field === undefined ? value : (fields.get(field) ?? null);
    if (number === null || at < from || at > to) continue;
    const start = bucketStart(at, width);
    buckets.set(start, [...(buckets.get(start) ?? []), number]);
  }
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([at, values]) => ({
      at,
      min: Math.min(...values),
      max: Math.max(...values),
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      count: values.length,
    }));
}

function expectEqual(series: Series, expected: ReturnType<typeof reference>): void {
  const exact = (points: typeof expected) =>
    points.map(({ at, min, max, count }) => [at, min + 0, max + 0, count]);
  expect(exact(series.points)).toEqual(exact(expected)); // -0 is 0 here
  for (const [index, { mean, min, max }] of expected.entries()) {
    const tolerance = 1e-9 * Math.max(Math.abs(min), Math.abs(max));
    expect(Math.abs((series.points[index]?.mean ?? Number.NaN) - mean)).toBeLessThanOrEqual(tolerance);
  }
}

const time = fc.oneof(fc.nat(3 * HOUR), fc.nat(WINDOW)).map((after) => BASE + after);
const span = fc.tuple(time, time).map(([a, b]): Span => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const number = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ noNaN: true, min: -1e12, max: 1e12 }));
const payload = fc.oneof(
  { weight: 4, arbitrary: number.map(String) },
  fc
    .record({ t: number, in: fc.record({ h: number, ok: fc.boolean() }) })
    .map((json) => JSON.stringify(json)),
  fc.constantFrom("on", "off", "NaN", "Infinity", "1e400", "12abc", "-0", '{"t":"x"}', "text", ""),
);
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("store" as const),
      rows: fc.array(fc.record({ at: time, payload }), { minLength: 1, maxLength: 30 }),
    }),
  },
  fc.record({ kind: fc.constant("roll" as const) }),
  fc.record({ kind: fc.constant("delete" as const), span }),
);
const question = fc.record({
  span: fc.oneof(span, fc.constant({ from: BASE - DAY, to: BASE + WINDOW })),
  field: fc.constantFrom(undefined, "t", "in.h", "in.ok", "none"),
  points: fc.integer({ min: 1, max: 600 }),
});

test("P46 a series equals one worked out from all rows: any spans, late rows, deleted ranges", async () => {
  const story = fc.array(step, { minLength: 1, maxLength: 6 });
  const questions = fc.array(question, { minLength: 4, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(story, questions, async (steps, asked) => {
      const { id, topic } = await makeTopic();
      let rows: Row[] = [];
      for (const done of steps) {
        if (done.kind === "store") {
          await store(id, done.rows);
          rows.push(...done.rows);
        } else if (done.kind === "roll") {
          await rollAll();
        } else {
          await deleteRange(id, done.span);
          rows = rows.filter(({ at }) => at < done.span.from || at > done.span.to);
        }
      }
      for (const { span: within, ...rest } of asked)
        expectEqual(await read({ topic, ...within, ...rest }), reference(rows, { ...within, ...rest }));
    }),
    { numRuns: 40 },
  );
}, 120_000);

/** Days on whose clocks something happens, and how many hours they have. */
const CHANGES = [
  { zone: "Europe/Berlin", day: "2026-03-29", hours: 23 },
  { zone: "Australia/Lord_Howe", day: "2026-10-04", hours: 23.5 },
  { zone: "Australia/Lord_Howe", day: "2026-04-05", hours: 24.5 },
  { zone: "America/New_York", day: "2026-11-01", hours: 25 },
];

/** When the clocks of a zone first show a day, in milliseconds. */
function midnight(zone: string, day: string): number {
  const clock = clockOf(zone);
  const found = Array.from(
    { length: 48 * 4 },
    (_, quarter) => Date.parse(day) + (quarter / 4 - 24) * HOUR,
  ).find((at) => clock(at).startsWith(day));
  if (found === undefined) throw new Error(`no ${day} in ${zone}`);
  return found;
}

test("P46 daylight saving: a day of 23 to 25 hours and the weeks around it equal the rows that clocks put there", async () => {
  const story = fc.record({
    change: fc.constantFrom(...CHANGES),
    rows: fc.array(fc.record({ after: fc.nat(72 * HOUR), payload: number.map(String) }), { minLength: 10 }),
    late: fc.array(fc.record({ after: fc.nat(72 * HOUR), payload: number.map(String) })),
    points: fc.integer({ min: 1, max: 600 }),
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ change: { zone, day, hours }, points, ...given }) => {
      const { id, topic } = await makeTopic();
      const from = midnight(zone, day);
      const place = ({ after, payload }: { after: number; payload: string }) => ({
        at: from - 24 * HOUR + after,
        payload,
      });
      const rows = given.rows.map(place);
      await store(id, rows);
      await rollAll();
      rows.push(...given.late.map(place));
      if (given.late.length > 0) await store(id, rows.slice(given.rows.length));

      const to = from + hours * HOUR - 1;
      const series = await read({ topic, from, to, points });
      expectEqual(series, reference(rows, { from, to, points }));
      const clock = clockOf(zone);
      const ofThatDay = rows.filter(({ at }) => clock(at).startsWith(day)).length;
      expect(series.points.reduce((sum, { count }) => sum + count, 0)).toBe(ofThatDay);

      const weeks = { from: from - 14 * DAY, to: to + 14 * DAY, points };
      expectEqual(await read({ topic, ...weeks }), reference(rows, weeks));
    }),
    { numRuns: 30 },
  );
}, 120_000);

async function deleteRange(id: number, { from, to }: Span): Promise<void> {
  for (const table of ["message", "field_value"])
    await pool().query(
      `DELETE FROM ${table} WHERE topic_id = $1
         AND at BETWEEN to_timestamp($2::float8 / 1000) AND to_timestamp($3::float8 / 1000)`,
      [id, from, to],
    );
  await reopenHours(from, to);
}

test("long charts are drawn from the sums of hours, and stay right when a row comes late", async () => {
  const { id, topic } = await makeTopic();
  await store(id, [{ at: BASE + 5, payload: "1" }]);
  await rollAll();
  const asked = { topic, from: BASE - DAY, to: BASE + WINDOW, points: 500 };
  // A sum that no message has shows where the answer comes from.
  await pool().query("UPDATE rollup SET max = 99 WHERE topic_id = $1", [id]);
  expect((await read(asked)).points).toMatchObject([{ max: 99, count: 1 }]);
  await store(id, [{ at: BASE + 6, payload: "3" }]);
  expect((await read(asked)).points).toMatchObject([{ min: 1, max: 3, mean: 2, count: 2 }]);
  await rollAll();
  expect((await read(asked)).points).toMatchObject([{ min: 1, max: 3, mean: 2, count: 2 }]);
});

test("a message that comes while its hour is being summed up opens the hour again", async () => {
  const { id } = await makeTopic();
  const at = BASE + 3 * DAY;
  await store(id, [{ at, payload: "1" }]);
  const rolling = await pool().connect();
  await rolling.query("BEGIN");
  // As rollHour does; whoever reads what was committed sees the hour open.
  await rolling.query("UPDATE history_hour SET rolled = true WHERE hour = $1", [
    new Date(bucketStart(at, HOUR)),
  ]);
  const late = store(id, [{ at: at + 1, payload: "5" }]);
  await waiting();
  await rolling.query("COMMIT");
  rolling.release();
  await late;
  expect(await openHoursBefore(at + HOUR)).toContain(bucketStart(at, HOUR));
});

test("an hour is summed up once those who write into it have committed", async () => {
  const { id, topic } = await makeTopic();
  const at = BASE + 4 * DAY;
  const hour = bucketStart(at, HOUR);
  await store(id, [{ at, payload: "1" }]);
  const writing = await pool().connect();
  await writing.query("BEGIN");
  const columns = [
    [id],
    [at + 1],
    [seq++],
    [Buffer.from("5")],
    [1],
    [false],
    [5],
    [hour],
    [],
    [],
    [],
    [],
    [],
  ];
  await writing.query(MESSAGES, columns);
  const rolled = rollHour(hour);
  await waiting();
  await writing.query("COMMIT");
  writing.release();
  await rolled;
  expect(await openHoursBefore(at + HOUR)).not.toContain(hour);
  const { points } = await read({ topic, from: BASE, to: BASE + 10 * DAY, points: 500 });
  expect(points).toMatchObject([{ max: 5, count: 2 }]);
});

/** Until some session waits for a lock. */
async function waiting(): Promise<void> {
  for (;;) {
    const { rowCount } = await pool().query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rowCount) return;
  }
}

test("writers and sums in each other's way lose nothing", async () => {
  const { id, topic } = await makeTopic();
  const hour = bucketStart(BASE + DAY, HOUR);
  let writing = true;
  const rolling = (async () => {
    while (writing) await rollHour(hour);
  })();
  const writer = async (n: number) => {
    for (let count = 0; count < 50; count++) await store(id, [{ at: hour + n, payload: "1" }]);
  };
  await Promise.all([1, 2, 3].map(writer));
  writing = false;
  await rolling;
  await rollAll();
  const { points } = await read({ topic, from: BASE - 10 * DAY, to: BASE + 10 * DAY, points: 500 });
  expect(points).toEqual([{ at: expect.any(Number), min: 1, max: 1, mean: 1, count: 150 }]);
});

test("numbers near the largest and the smallest have a mean and break nothing", async () => {
  const { id, topic } = await makeTopic();
  const at = BASE + 10;
  await store(
    id,
    ["1.7e308", "1.7e308", "-1.7e308"].map((payload, n) => ({ at: at + n, payload })),
  );
  await store(
    id,
    ["5e-324", "5e-324"].map((payload) => ({ at: at + HOUR, payload })),
  );
  for (const rolled of [false, true]) {
    if (rolled) await rollAll();
    for (const to of [at + DAY, at + 10 * DAY]) {
      const { points } = await read({ topic, from: BASE, to, points: 500 });
      const [huge, tiny] = to === at + DAY ? points : [points[0], undefined];
      expect(huge).toMatchObject({ min: -1.7e308, max: 1.7e308 });
      expect(Number.isFinite(huge?.mean)).toBe(true);
      if (tiny) expect(tiny).toMatchObject({ min: 5e-324, mean: 5e-324, count: 2 });
    }
  }
});
