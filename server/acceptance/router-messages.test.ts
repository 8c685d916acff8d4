import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpMessage, Page, Topic } from "../contract/shapes";
import { openRecorder, type Recorder } from "../history/recorder";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let recorder: Recorder;
let teo: Person;
let ada: Person;
let ben: Person;
const ids = new Map<string, number>();

const CLASS = "/api/v1/classes/lamps";
/** A Sunday evening, so that what follows lies in two weeks, which are two partitions. */
const START = Date.UTC(2026, 10, 8, 23, 59, 59, 900);

beforeAll(async () => {
  school = await openSchool();
  recorder = openRecorder();
  teo = await setUp(school);
  const lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
  for (const name of ["Lamp", "Fan"]) await ask("POST", `${CLASS}/kits`, { as: ada.token, body: { name } });
  for (const topic of ["lamps/lamp/lux", "lamps/lamp/air/t", "lamps/fan/rpm", "lamps/shared/score"]) {
    await ask("POST", `${CLASS}/topics`, { as: teo.token, body: { topic } });
    const path = topic.slice("lamps/".length);
    ids.set(topic, (await school.database.prisma.topic.findFirstOrThrow({ where: { path } })).id);
  }
  // 200 messages over all four topics, several in each millisecond.
  const topics = [...ids.keys()];
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      store(topics[n % 4] ?? "", { payload: String(n), at: START + Math.floor(n / 3) * 10 }),
    ),
  );
});
afterAll(async () => {
  await recorder.close();
  await school.close();
});

function store(topic: string, { payload, at }: { payload: string | Buffer; at: number }): Promise<void> {
  const topicId = ids.get(topic);
  if (topicId === undefined) throw new Error(`${topic} is not registered`);
  return recorder.record({ topicId, at, payload: Buffer.from(payload), qos: 1, retain: false });
}

async function read(query: string, by = ada): Promise<Page<HttpMessage>> {
  const { status, body } = await ask<Page<HttpMessage>>("GET", `${CLASS}/messages?${query}`, {
    as: by.token,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

async function readAll(query: string, by = ada): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page<HttpMessage> = await read(`${query}${cursor && `&cursor=${cursor}`}`, by);
    seen.push(...page.items.map(textOf));
    cursor = page.nextCursor;
  }
  return seen;
}

function textOf(message: HttpMessage | undefined): string {
  return message && "payload" in message && typeof message.payload === "string" ? message.payload : "";
}

const numbers = (from: number, to: number, of = (_n: number) => true) =>
  Array.from({ length: to - from }, (_, index) => from + index)
    .filter(of)
    .map(String);

test("P18 messages of all topics come in the order of arrival, over pages of any size", async () => {
  const all = numbers(0, 200);
  for (const limit of [1000, 7, 100]) expect(await readAll(`limit=${limit}`)).toEqual(all);
  expect(await readAll("limit=9&order=desc")).toEqual([...all].reverse());
  const first = (await read("limit=1")).items[0];
  expect(first).toEqual({ topic: "lamps/lamp/lux", payload: "0", at: START, qos: 1, retain: false });
});

test("P09 a topic, a filter with + or #, and a span of time narrow them", async () => {
  const every = (rest: number) => numbers(0, 200, (n) => n % 4 === rest);
  expect(await readAll("topic=lamps/lamp/lux&limit=11")).toEqual(every(0));
  expect(await readAll(`topic=${encodeURIComponent("lamps/+/rpm")}`)).toEqual(every(2));
  const lamp = numbers(0, 200, (n) => n % 4 < 2);
  expect(await readAll(`topic=${encodeURIComponent("lamps/lamp/#")}&limit=5`)).toEqual(lamp);
  expect(await readAll(`topic=${encodeURIComponent("#")}`)).toHaveLength(200);
  expect(await readAll("topic=other/lamp/lux")).toEqual([]);
  expect(await readAll(`from=${START + 10}&to=${START + 20}`)).toEqual(numbers(3, 9));
  expect(await readAll(`from=${START + 10}&to=${START + 20}&order=desc&limit=2`)).toEqual(
    numbers(3, 9).reverse(),
  );
  expect(await readAll(`from=8640000000000000`)).toEqual([]);
});

test("P18 new messages shift no page that is being read", async () => {
  const first = await read("topic=lamps/shared/score&order=desc&limit=10");
  await store("lamps/shared/score", { payload: "late", at: START + 10_000 });
  const second = await read(`topic=lamps/shared/score&order=desc&limit=10&cursor=${first.nextCursor}`);
  const both = [...first.items, ...second.items].map(textOf);
  expect(both).toEqual(
    numbers(0, 200, (n) => n % 4 === 3)
      .reverse()
      .slice(0, 20),
  );
  const newest = await ask<Topic>("GET", `${CLASS}/topics/shared/score`, { as: ada.token });
  expect(textOf(newest.body.last ?? undefined)).toBe("late");
});

test("P18 bytes that are no text come back byte by byte", async () => {
  const bytes = Buffer.from([0, 1, 0xff, 0xfe, 0x80]);
  await store("lamps/lamp/air/t", { payload: bytes, at: START + 20_000 });
  await store("lamps/lamp/air/t", { payload: "a\0b", at: START + 20_001 });
  const { items } = await read(`topic=lamps/lamp/air/t&from=${START + 20_000}`);
  expect(items[0]).toEqual({
    topic: "lamps/lamp/air/t",
    payloadBase64: bytes.toString("base64"),
    at: START + 20_000,
    qos: 1,
    retain: false,
  });
  expect(textOf(items[1])).toBe("a\0b");
});

test("P18 a page of big messages ends early and loses none", async () => {
  const at = START + 30_000;
  const big = (n: number) => `${n}${"x".repeat(64 * 1024 - 3)}`;
  await Promise.all(
    Array.from({ length: 300 }, (_, n) => store("lamps/fan/rpm", { payload: big(n + 100), at: at + n })),
  );
  const first = await read(`from=${at}&limit=1000`);
  expect(first.items.length).toBeLessThan(200);
  expect(first.nextCursor).not.toBeNull();
  const all = await readAll(`from=${at}&limit=1000`);
  expect(all.map((text) => text.slice(0, 3))).toEqual(numbers(100, 400));
});

test("P08 with private kits a classmate reads the board only", async () => {
  await ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits: true } } });
  expect(new Set((await read("limit=1000", ben)).items.map(({ topic }) => topic))).toEqual(
    new Set(["lamps/shared/score"]),
  );
  expect((await read("topic=lamps/lamp/lux", ben)).items).toEqual([]);
  expect((await read("topic=lamps/lamp/lux", ada)).items.length).toBeGreaterThan(0);
  expect((await read("topic=lamps/lamp/lux", teo)).items.length).toBeGreaterThan(0);
});

test("P08 with a kit go its topics and their messages", async () => {
  expect((await ask("DELETE", `${CLASS}/kits/fan`, { as: ada.token })).status).toBe(204);
  const rpm = ids.get("lamps/fan/rpm");
  const { rows } = await school.database.pool.query(
    "SELECT count(*)::int AS left FROM message WHERE topic_id = $1",
    [rpm],
  );
  expect(rows[0]).toEqual({ left: 0 });
  expect((await read("topic=lamps/fan/rpm")).items).toEqual([]);
  expect((await read("topic=lamps/lamp/lux")).items).toHaveLength(50);
});

test.each([
  "limit=1001",
  "order=up",
  "from=yesterday",
  "from=-1",
  "to=9000000000000000",
  "topic=lamps%2F%23%2Fx",
  "topic=",
  "topic=a%00b",
  "cursor=WyJhIl0",
  "cursor=WzEuNSwiMSJd",
  "cursor=WzEsIjEgT1IgMT0xIl0",
])("P06 messages with ?%s are bad-input", async (query) => {
  const { status, body } = await ask("GET", `${CLASS}/messages?${query}`, { as: ada.token });
  expect([status, body.code]).toEqual([400, "bad-input"]);
});
