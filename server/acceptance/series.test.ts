import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Page, Problem, Series } from "../contract/shapes";
import { openRecorder, type Recorder } from "../history/recorder";
import { openHoursBefore, rollHour } from "../sql/rollups";
import { ask } from "./api";
import { joinAs, makeClass, makeColleague, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let recorder: Recorder;
let teo: Person;
let ada: Person;
let ben: Person;
let ines: Person;

const CLASS = "/api/v1/classes/lamps";
const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 8, 22);

beforeAll(async () => {
  school = await openSchool();
  recorder = openRecorder();
  teo = await setUp(school);
  const lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
  ines = await makeColleague(teo, lamps, { username: "ines", className: "Robots" });
});
afterAll(async () => {
  await recorder.close();
  await school.close();
});

const ids = new Map<string, number>();

beforeEach(async () => {
  for (const kit of ["lamp", "fan"]) {
    await ask("DELETE", `${CLASS}/kits/${kit}`, { as: teo.token });
    await ask("POST", `${CLASS}/kits`, { as: ada.token, body: { name: kit, slug: kit } });
  }
  for (const path of ["lamp/lux", "lamp/air", "fan/rpm"]) {
    await ask("POST", `${CLASS}/topics`, { as: teo.token, body: { topic: `lamps/${path}` } });
    ids.set(path, (await school.database.prisma.topic.findFirstOrThrow({ where: { path } })).id);
  }
});

async function store(path: string, payloads: readonly string[], { from = START, every = 1000 } = {}) {
  const topicId = ids.get(path) ?? 0;
  const messages = payloads.map((payload, n) => ({ payload: Buffer.from(payload), at: from + n * every }));
  await Promise.all(
    messages.map((message) => recorder.record({ topicId, qos: 1, retain: false, ...message })),
  );
}

async function read<Body = Series>(query: Record<string, string | number>, by = ada) {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return ask<Body>("GET", `${CLASS}/series?${search}`, { as: by.token });
}

const SPAN = { from: START, to: START + HOUR };

test("P09 P46 numbers and switches become buckets; gaps stay gaps; what is no number is left out", async () => {
  const odd = ["NaN", "Infinity", "1e400", "12abc", "text", '{"t":7}', ""];
  await store("lamp/lux", ["1", "2.5", "on", "false", " -4 ", ...odd]);
  await store("lamp/lux", ["8"], { from: START + 30 * 60_000 });
  const { status, body } = await read({ topic: "lamps/lamp/lux", ...SPAN });
  expect(status).toBe(200);
  expect(body).toEqual({
    topic: "lamps/lamp/lux",
    field: null,
    ...SPAN,
    bucketMs: 10_000,
    points: [
      { at: START, min: -4, max: 2.5, mean: 0.1, count: 5 },
      { at: START + 30 * 60_000, min: 8, max: 8, mean: 8, count: 1 },
    ],
  });
});

test("P09 a field of JSON payloads is a series of its own", async () => {
  await store("lamp/air", ['{"t":20,"in":{"h":40}}', '{"t":22,"in":{"h":"x"}}', "19"]);
  const points = async (field: string) =>
    (await read({ topic: "lamps/lamp/air", field, ...SPAN })).body.points;
  expect(await points("t")).toEqual([{ at: START, min: 20, max: 22, mean: 21, count: 2 }]);
  expect(await points("in.h")).toEqual([{ at: START, min: 40, max: 40, mean: 40, count: 1 }]);
  expect(await points("in")).toEqual([]);
  expect(await points("")).toEqual([{ at: START, min: 19, max: 19, mean: 19, count: 1 }]);
});

test("both ends of the span are in it, and there are never more points than asked for", async () => {
  await store(
    "lamp/lux",
    Array.from({ length: 600 }, (_, n) => String(n)),
  );
  const all = { topic: "lamps/lamp/lux", from: START, to: START + 599_000 };
  for (const points of [1, 2, 7, 100, 500, 2000]) {
    const { body } = await read({ ...all, points });
    expect(body.points.length).toBeLessThanOrEqual(points);
    expect(body.points.reduce((sum, { count }) => sum + count, 0)).toBe(600);
  }
  const cut = await read({ ...all, from: START + 3000, to: START + 5000 });
  expect(cut.body.points.map(({ mean }) => mean)).toEqual([3, 4, 5]);
  const instant = await read({ ...all, from: START + 3000, to: START + 3000 });
  expect(instant.body.points).toMatchObject([{ count: 1, mean: 3 }]);
});

test("without a span it is the day until now", async () => {
  await store("lamp/lux", ["1"], { from: Date.now() - 2 * DAY });
  await store("lamp/lux", ["2"], { from: Date.now() - HOUR });
  const { body } = await read({ topic: "lamps/lamp/lux" });
  expect(body.to - body.from).toBe(DAY);
  expect(body.points).toMatchObject([{ mean: 2, count: 1 }]);
});

test("a filter answers the series of each topic that it matches, up to twenty", async () => {
  await store("lamp/lux", ["1"]);
  await store("fan/rpm", ["900"]);
  const { body } = await read<Page<Series>>({ topic: "lamps/+/#", ...SPAN });
  expect(body.nextCursor).toBeNull();
  expect(body.items.map(({ topic, points }) => [topic, points.length])).toEqual([
    ["lamps/fan/rpm", 1],
    ["lamps/lamp/air", 0],
    ["lamps/lamp/lux", 1],
  ]);
  for (let n = 0; n < 20; n++)
    await ask("POST", `${CLASS}/topics`, { as: ada.token, body: { topic: `lamps/fan/t${n}` } });
  const many = await read<Problem>({ topic: "lamps/#", ...SPAN });
  expect(many).toMatchObject({ status: 400, body: { code: "bad-input", errors: [{ field: "topic" }] } });
});

test("P08 a series is for those who may read its topic: in a class of private kits their owners and instructors", async () => {
  await store("lamp/lux", ["1"]);
  const statuses = async () => {
    const topic = "lamps/lamp/lux";
    const answers = [ada, ben, teo, ines].map((by) => read({ topic, ...SPAN }, by));
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  expect(await statuses()).toEqual([200, 200, 200, 404]);
  await ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits: true } } });
  expect(await statuses()).toEqual([200, 404, 200, 404]);
  const seen = await read<Page<Series>>({ topic: "#", ...SPAN }, ben);
  expect(seen.body.items).toEqual([]);
  await ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits: false } } });
  expect((await ask("GET", `${CLASS}/series?topic=lamps/lamp/lux`)).status).toBe(401);
});

test("what does not parse is refused, and a topic that is not there is not found", async () => {
  const topic = "lamps/lamp/lux";
  const refused: Record<string, string | number>[] = [
    {},
    { topic: "" },
    { topic: "lamps/#/lux" },
    { topic, from: START, to: START - 1 },
    { topic, from: "yesterday" },
    { topic, from: -1 },
    { topic, to: "1e21" },
    { topic, points: 0 },
    { topic, points: 2001 },
    { topic, points: 1.5 },
    { topic, field: "a\0b" },
    { topic, field: "x".repeat(201) },
  ];
  for (const query of refused)
    expect([query, (await read<Problem>(query)).body]).toMatchObject([
      query,
      { status: 400, code: "bad-input" },
    ]);
  for (const missing of ["lamps/lamp/no", "robots/lamp/lux", "lamp"])
    expect(await read({ topic: missing })).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect((await read({ topic, from: 0, to: 8.64e15 })).status).toBe(200);
  expect((await read({ topic, from: 8.64e15 })).status).toBe(200);
});

test.each([
  ["topic", "/topics/lamp/lux"],
  ["kit", "/kits/lamp"],
])("P07 a %s that is deleted takes its values and sums with it", async (_what, address) => {
  await store("lamp/lux", ["1", '{"t":2}']);
  for (const hour of await openHoursBefore(START + DAY)) await rollHour(hour);
  const topicId = ids.get("lamp/lux");
  const left = async () => {
    const counts = ["message", "field_value", "rollup"].map((table) =>
      school.database.pool.query(`SELECT FROM ${table} WHERE topic_id = $1`, [topicId]),
    );
    return (await Promise.all(counts)).map(({ rowCount }) => rowCount);
  };
  expect(await left()).toEqual([2, 1, 2]);
  expect((await ask("DELETE", `${CLASS}${address}`, { as: ada.token })).status).toBe(204);
  expect(await left()).toEqual([0, 0, 0]);
});

test("P07 a class that is deleted takes everything with it", async () => {
  await store("lamp/lux", ["1", '{"t":2}']);
  for (const hour of await openHoursBefore(START + DAY)) await rollHour(hour);
  expect((await ask("DELETE", CLASS, { as: teo.token })).status).toBe(204);
  for (const table of ["message", "field_value", "rollup"])
    expect((await school.database.pool.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
});
