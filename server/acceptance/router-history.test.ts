import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Class, History, HttpMessage, Page, Problem, Series } from "../contract/shapes";
import { openRecorder, type Recorder } from "../history/recorder";
import { exportJsonLines } from "../router/export";
import { openHoursBefore, rollHour } from "../sql/rollups";
import { ask } from "./api";
import { joinAs, makeClass, makeColleague, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let recorder: Recorder;
let teo: Person;
let ada: Person;
let ben: Person;
let ines: Person;
const ids = new Map<string, number>();

const CLASS = "/api/v1/classes/lamps";
const HOUR = 3600 * 1000;
const START = Date.UTC(2026, 10, 8, 22, 30);
const TOPICS = ["lamps/lamp/lux", "lamps/lamp/air", "lamps/fan/rpm", "lamps/shared/score"];

beforeAll(async () => {
  school = await openSchool();
  recorder = openRecorder();
  teo = await setUp(school);
  const lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
  ines = await makeColleague(teo, lamps, { username: "ines", className: "Robots" });
  await ask("POST", `${CLASS}/kits`, { as: ada.token, body: { name: "Lamp" } });
  await ask("POST", `${CLASS}/kits`, { as: ben.token, body: { name: "Fan" } });
  for (const topic of TOPICS) {
    await ask("POST", `${CLASS}/topics`, { as: teo.token, body: { topic } });
    const path = topic.slice("lamps/".length);
    ids.set(topic, (await school.database.prisma.topic.findFirstOrThrow({ where: { path } })).id);
  }
});
afterAll(async () => {
  await recorder.close();
  await school.close();
});

/** Ten messages of each topic, half an hour apart, their hours summed up. */
beforeEach(async () => {
  await school.database.pool.query("TRUNCATE message, field_value, rollup, history_size");
  const rows = TOPICS.flatMap((topic) => Array.from({ length: 10 }, (_, n) => ({ topic, n })));
  await Promise.all(
    rows.map(({ topic, n }) =>
      recorder.record({
        topicId: ids.get(topic) ?? 0,
        at: START + n * 30 * 60_000,
        payload: Buffer.from(topic === "lamps/lamp/air" ? `{"t":${n}}` : String(n)),
        qos: 1,
        retain: false,
      }),
    ),
  );
  await rollAll();
});

async function rollAll(): Promise<void> {
  for (const hour of await openHoursBefore(START + 24 * HOUR)) await rollHour(hour);
}

const remove = (by: Person, query: Record<string, string | number>) => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return ask<{ messages: number } & Problem>("DELETE", `${CLASS}/messages?${search}`, { as: by.token });
};

async function stored(topic = "#"): Promise<number> {
  const search = new URLSearchParams({ topic, limit: "1000" });
  const { body } = await ask<Page<HttpMessage>>("GET", `${CLASS}/messages?${search}`, { as: teo.token });
  return body.items.length;
}

async function drawn(topic: string, field = ""): Promise<number[][]> {
  const answers = [12 * HOUR, 8 * 24 * HOUR].map((length) => {
    const asked = { topic, field, from: String(START), to: String(START + length) };
    return ask<Series>("GET", `${CLASS}/series?${new URLSearchParams(asked)}`, { as: teo.token });
  });
  const series = await Promise.all(answers);
  return series.map(({ body }) => [
    body.points.reduce((sum, { count }) => sum + count, 0),
    body.points.reduce((sum, { mean, count }) => sum + mean * count, 0),
  ]);
}

test("P09 a topic's history is deleted: messages, charts and files are without it, everything else stays", async () => {
  expect(await remove(ada, { topic: "lamps/lamp/lux" })).toMatchObject({
    status: 200,
    body: { messages: 10 },
  });
  expect(await stored("lamps/lamp/lux")).toBe(0);
  expect(await stored()).toBe(30);
  expect(await drawn("lamps/lamp/lux")).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(await drawn("lamps/lamp/air", "t")).toEqual([
    [10, 45],
    [10, 45],
  ]);
  const file = await exportJsonLines(
    new Request(`http://kitroom.test${CLASS}/export.jsonl`, {
      headers: { authorization: `Bearer ${teo.token}` },
    }),
    { class: "lamps" },
  );
  const lines = (await file.text()).trim().split("\n");
  expect(lines).toHaveLength(30);
  expect(lines.some((line) => line.includes("lamps/lamp/lux"))).toBe(false);
  const topic = await ask("GET", `${CLASS}/topics/lamp/lux`, { as: ada.token });
  expect(topic).toMatchObject({ status: 200, body: { last: null } });
});

test.each([true, false])(
  "P09 before a date everything goes, also in the middle of an hour (summed up again: %s)",
  async (again) => {
    const before = START + 3 * HOUR + 30 * 60_000;
    expect((await remove(teo, { before })).body).toEqual({ messages: 28 });
    if (again) await rollAll();
    expect(await stored()).toBe(12);
    const rest = 7 + 8 + 9;
    expect(await drawn("lamps/lamp/lux")).toEqual([
      [3, rest],
      [3, rest],
    ]);
    expect(await drawn("lamps/lamp/air", "t")).toEqual([
      [3, rest],
      [3, rest],
    ]);
  },
);

test("P09 a filter and a date together; what matches nothing deletes nothing", async () => {
  const before = START + HOUR;
  expect((await remove(ada, { topic: "lamps/lamp/+", before })).body).toEqual({ messages: 4 });
  expect((await remove(ada, { topic: "lamps/lamp/+", before })).body).toEqual({ messages: 0 });
  expect((await remove(ada, { topic: "lamps/nobody/#" })).body).toEqual({ messages: 0 });
  expect(await stored()).toBe(36);
});

test("P08 history is its owner's and its instructor's to delete, and nothing goes where anything is refused", async () => {
  const refusals: [Person, Record<string, string | number>, number, string][] = [
    [ben, { topic: "lamps/lamp/lux" }, 403, "not-allowed"],
    [ben, { topic: "lamps/shared/score" }, 403, "not-allowed"],
    [ada, { topic: "#" }, 403, "not-allowed"],
    [ada, { topic: "lamps/+/lux", before: 1 }, 200, ""],
    [ada, { topic: "lamps/#", before: START + HOUR }, 403, "not-allowed"],
    [ada, { before: START + HOUR }, 403, "not-allowed"],
    [ines, { topic: "lamps/lamp/lux" }, 404, "not-found"],
    [ada, { topic: "lamps/lamp/none" }, 404, "not-found"],
    [ada, { topic: "robots/lamp/lux" }, 404, "not-found"],
    [ada, {}, 400, "bad-input"],
    [ada, { topic: "lamps/#/lux" }, 400, "bad-input"],
    [ada, { topic: "lamps/lamp/lux", before: "yesterday" }, 400, "bad-input"],
    [ada, { before: -1 }, 400, "bad-input"],
    [ada, { topic: "lamps/lamp/lux", before: "" }, 400, "bad-input"],
    [ada, { topic: "lamps/lamp/lux", to: 1 }, 400, "bad-input"],
  ];
  for (const [by, query, status, code] of refusals) {
    const answer = await remove(by, query);
    expect([query, answer.status, answer.body.code ?? ""]).toEqual([query, status, code]);
  }
  expect((await ask("DELETE", `${CLASS}/messages?topic=%23`)).status).toBe(401);
  const twice = await ask("DELETE", `${CLASS}/messages?before=1&before=2`, { as: teo.token });
  expect(twice).toMatchObject({ status: 400, body: { code: "bad-input" } });
  expect(await stored()).toBe(40);
  expect((await remove(ben, { topic: "lamps/fan/#" })).body).toEqual({ messages: 10 });
  expect((await remove(teo, { topic: "lamps/shared/score" })).body).toEqual({ messages: 10 });
});

test("P08 where kits are private, others' history is not there to be deleted", async () => {
  const set = (privateKits: boolean) =>
    ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits } } });
  await set(true);
  expect((await remove(ben, { topic: "lamps/lamp/lux" })).body).toMatchObject({ code: "not-found" });
  await set(false);
  expect(await stored()).toBe(40);
});

test("P08 an archived class can be read, and nothing of it deleted", async () => {
  await ask("PATCH", CLASS, { as: teo.token, body: { archived: true } });
  for (const by of [teo, ada])
    expect((await remove(by, { topic: "lamps/lamp/lux" })).body).toMatchObject({ code: "not-allowed" });
  expect((await ask("GET", `${CLASS}/history`, { as: teo.token })).status).toBe(200);
  await ask("PATCH", CLASS, { as: teo.token, body: { archived: false } });
  expect(await stored()).toBe(40);
});

test("P09 an instructor sees how much is stored, and it follows what comes and goes", async () => {
  const read = () => ask<History & Problem>("GET", `${CLASS}/history`, { as: teo.token });
  const bytes = 10 * '{"t":0}'.length + 3 * 10;
  const whole = await read();
  expect(whole.body).toEqual({
    messages: 40,
    bytes,
    oldestAt: START,
    historyDays: 90,
    summaryDays: 400,
    topics: [
      { topic: "lamps/lamp/air", messages: 10, bytes: 70, oldestAt: START },
      ...["lamps/lamp/lux", "lamps/fan/rpm", "lamps/shared/score"].map((topic) => ({
        topic,
        messages: 10,
        bytes: 10,
        oldestAt: START,
      })),
    ],
  });
  const late = { topicId: ids.get("lamps/lamp/lux") ?? 0, qos: 1 as const, retain: false };
  await recorder.record({ ...late, at: START - HOUR, payload: Buffer.from("12345") });
  expect((await read()).body).toMatchObject({ messages: 41, bytes: bytes + 5, oldestAt: START - HOUR });
  await remove(teo, { before: START + 30 * 60_000 });
  expect((await read()).body).toMatchObject({ messages: 36, oldestAt: START + 30 * 60_000 });
  await remove(teo, { topic: "#" });
  expect((await read()).body).toMatchObject({ messages: 0, bytes: 0, oldestAt: null, topics: [] });
  expect((await ask("GET", `${CLASS}/history`, { as: ada.token })).body).toMatchObject({ status: 403 });
  expect((await ask("GET", `${CLASS}/history`, { as: ines.token })).body).toMatchObject({ status: 404 });
  expect((await ask("GET", `${CLASS}/history`)).status).toBe(401);
});

test("P09 messages are counted in any span, as many as a page would list", async () => {
  const count = (query: Record<string, string | number>, by = ada) => {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return ask<{ messages: number }>("GET", `${CLASS}/messages/count?${search}`, { as: by.token });
  };
  const minute = 60_000;
  const questions: [Record<string, string | number>, number][] = [
    [{}, 40],
    [{ topic: "lamps/lamp/+" }, 20],
    [{ topic: "lamps/lamp/lux", from: START, to: START }, 1],
    [{ topic: "lamps/lamp/lux", from: START + 1, to: START + 30 * minute }, 1],
    [{ topic: "lamps/lamp/lux", from: START + 30 * minute, to: START + 4 * HOUR }, 8],
    [{ to: START + 30 * minute }, 8],
    [{ from: START + 24 * HOUR }, 0],
  ];
  for (const [query, messages] of questions)
    expect([query, (await count(query)).body]).toEqual([query, { messages }]);
  expect((await count({ topic: "lamps/lamp/none" })).status).toBe(404);
  expect((await count({ topic: "lamps/lamp/lux" }, ines)).status).toBe(404);
  expect((await count({ from: "now" })).status).toBe(400);
});

test("P09 a class keeps less than the server, never more; a refusal names the limit and changes nothing", async () => {
  const set = (limits: object, by = teo) =>
    ask<Class & Problem>("PATCH", CLASS, { as: by.token, body: { name: "Lamps", settings: { limits } } });
  expect((await set({ historyDays: 30, summaryDays: 60 })).body.settings.limits).toMatchObject({
    historyDays: 30,
    summaryDays: 60,
  });
  const refused: [object, string, RegExp][] = [
    [{ historyDays: 91 }, "settings.limits.historyDays", /at most 90/],
    [{ summaryDays: 401 }, "settings.limits.summaryDays", /at most 400/],
    [{ historyDays: 61 }, "settings.limits.summaryDays", /at least 61/],
    [{ summaryDays: 29 }, "settings.limits.summaryDays", /at least 30/],
    [{ historyDays: 0 }, "settings.limits.historyDays", /./],
    [{ summaryDays: 1.5 }, "settings.limits.summaryDays", /./],
  ];
  for (const [limits, field, message] of refused) {
    const { status, body } = await set(limits);
    expect([limits, status, body.code]).toEqual([limits, 400, "bad-input"]);
    expect(body.errors).toEqual([{ field, message: expect.stringMatching(message) }]);
  }
  expect((await set({ historyDays: 7 }, ada)).body).toMatchObject({ code: "not-allowed" });
  const { body } = await ask<Class>("GET", CLASS, { as: ada.token });
  expect(body.settings.limits).toMatchObject({ historyDays: 30, summaryDays: 60 });
  await set({ historyDays: 90, summaryDays: 400 });
});

test("P09 kits publish and are acknowledged while their history is being deleted", async () => {
  const topicId = ids.get("lamps/lamp/lux") ?? 0;
  await school.database.pool.query(
    `INSERT INTO message (topic_id, at, seq, payload, qos, retain, value)
     SELECT $1, to_timestamp($2::float8 / 1000) + n * interval '3 s', n, '1', 0, false, 1
     FROM generate_series(1, 40000) AS n`,
    [topicId, START + 6 * HOUR],
  );
  const removed = remove(ada, { topic: "lamps/lamp/lux" });
  let deleting = true;
  void removed.finally(() => {
    deleting = false;
  });
  let stored = 0;
  while (deleting) {
    const at = START + 20 * HOUR + stored;
    await recorder.record({ topicId, at, payload: Buffer.from("2"), qos: 1, retain: false });
    stored += 1;
  }
  expect((await removed).body.messages).toBeGreaterThanOrEqual(40_010);
  expect(stored).toBeGreaterThan(1);
});
