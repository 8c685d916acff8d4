import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { readCsv } from "../contract/csv-testing";
import type { HttpMessage, Page } from "../contract/shapes";
import { openRecorder, type Recorder } from "../history/recorder";
import { log } from "../log";
import { exportCsv, exportJsonLines } from "../router/export";
import { ensurePartitions } from "../sql/partitions";
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

const NASTY: readonly (string | Buffer)[] = [
  "21.5",
  "-3",
  "+4e2",
  "",
  "=1+1",
  "@SUM(A1)",
  "+82 10 1234",
  " =1",
  "\t=1",
  "＝1",
  'say "hi", twice',
  "two\r\nlines\n",
  '{"t":21.5,"h":40}',
  "온도, 22°",
  "a\0b",
  "\ufeff21",
  Buffer.from([0, 0xff, 0xfe, 0x80]),
  "'",
  "x".repeat(64 * 1024),
  "😀;=1",
];

beforeAll(async () => {
  school = await openSchool();
  recorder = openRecorder();
  teo = await setUp(school);
  const lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
  for (const name of ["Lamp", "Fan"]) await ask("POST", `${CLASS}/kits`, { as: ada.token, body: { name } });
  for (const topic of ["lamps/lamp/lux", "lamps/lamp/온도", "lamps/fan/rpm", "lamps/shared/score"])
    await register(topic);
  const topics = [...ids.keys()];
  // One after the other within the same milliseconds, over all topics, and one much later.
  await Promise.all(
    NASTY.map((payload, n) => store(topics[n % 4] ?? "", payload, START + Math.floor(n / 3) * 100)),
  );
  await store("lamps/lamp/lux", "late", START + 5 * 24 * 3_600_000);
});
afterAll(async () => {
  await recorder.close();
  await school.close();
});

async function register(topic: string): Promise<number> {
  await ask("POST", `${CLASS}/topics`, { as: teo.token, body: { topic } });
  const path = topic.slice("lamps/".length);
  const { id } = await school.database.prisma.topic.findFirstOrThrow({ where: { path } });
  ids.set(topic, id);
  return id;
}

function store(topic: string, payload: string | Buffer, at: number): Promise<void> {
  const topicId = ids.get(topic);
  if (topicId === undefined) throw new Error(`${topic} is not registered`);
  return recorder.record({ topicId, at, payload: Buffer.from(payload), qos: 1, retain: at === START });
}

type Form = "csv" | "jsonl";

/** The answer as it comes, its body not read yet. */
function open(form: Form, query: string, by: Person | null = ada, signal?: AbortSignal): Promise<Response> {
  const request = new Request(`http://kitroom.test${CLASS}/export.${form}?${query}`, {
    headers: by ? { authorization: `Bearer ${by.token}` } : {},
    ...(signal ? { signal } : {}),
  });
  const handler = form === "csv" ? exportCsv : exportJsonLines;
  return handler(request, { class: "lamps" });
}

async function readRows(query: string, by: Person = ada): Promise<string[][]> {
  const [, ...rows] = readCsv(await (await open("csv", query, by)).text());
  return rows;
}

const payloadsOf = (rows: readonly string[][]) => rows.map(([, , payload = ""]) => payload);

/** All stored messages of the topics that a pattern of SQL matches, as the database orders them. */
async function stored(like = "%"): Promise<{ topic: string; at: number; payload: Buffer }[]> {
  const { rows } = await school.database.pool.query(
    `SELECT 'lamps/' || t.path AS topic, (extract(epoch FROM m.at) * 1000)::float8 AS at, m.payload
     FROM message m JOIN topic t ON t.id = m.topic_id WHERE t.path LIKE $1 ORDER BY m.at, m.seq`,
    [like],
  );
  return rows;
}

test("P09 CSV has a row for each stored message, byte for byte, in the order of arrival", async () => {
  const response = await open("csv", "");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="lamps\.csv"/);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  const [head, ...rows] = readCsv(await response.text());
  expect(head).toEqual(["time", "topic", "payload", "qos", "retain"]);
  const all = await stored();
  expect(all).toHaveLength(NASTY.length + 1);
  expect(rows).toEqual(
    all.map(({ topic, at, payload }) => [
      new Date(at).toISOString(),
      topic,
      expect.toSatisfy((cell: string) => bytesOf(cell).equals(payload)),
      "1",
      String(at === START),
    ]),
  );
  const cells = payloadsOf(rows);
  for (const number of ["21.5", "-3", "+4e2"]) expect(cells).toContain(number);
  for (const formula of ["=1+1", "@SUM(A1)", "+82 10 1234", " =1", "\t=1", "＝1"])
    expect(cells).toContain(`'${formula}`);
});

/** The bytes that a cell stands for: no payload here begins with a `'` but the one that is nothing else. */
function bytesOf(cell: string): Buffer {
  const encoded = cell.split("data:application/octet-stream;base64,")[1];
  if (encoded !== undefined) return Buffer.from(encoded, "base64");
  return Buffer.from(cell.length > 1 && cell.startsWith("'") ? cell.slice(1) : cell);
}

test("P09 JSON Lines has the messages that the list has", async () => {
  const response = await open("jsonl", "");
  expect(response.headers.get("content-disposition")).toContain('filename="lamps.jsonl"');
  const lines = (await response.text()).split("\n");
  expect(lines.pop()).toBe("");
  const { body } = await ask<Page<HttpMessage>>("GET", `${CLASS}/messages?limit=1000`, { as: ada.token });
  expect(lines.map((line) => JSON.parse(line))).toEqual(body.items);
});

test("P09 a topic, a filter and a span of time narrow it, and an empty one is a head alone", async () => {
  const of = async (like: string) => (await stored(like)).length;
  expect(await readRows("topic=lamps/lamp/lux")).toHaveLength(await of("lamp/lux"));
  expect(await readRows(`topic=${encodeURIComponent("lamps/lamp/#")}`)).toHaveLength(await of("lamp/%"));
  const span = await readRows(`from=${START + 100}&to=${START + 200}`);
  expect(span.map(([time = ""]) => Date.parse(time) - START)).toEqual([100, 100, 100, 200, 200, 200]);
  const named = await open("csv", `topic=${encodeURIComponent("lamps/lamp/온도")}`);
  expect(named.headers.get("content-disposition")).toBe(
    `attachment; filename="lamps-lamp-_.csv"; filename*=UTF-8''lamps-lamp-${encodeURIComponent("온도")}.csv`,
  );
  await named.body?.cancel();
  for (const query of ["topic=lamps/lamp/nothing", "topic=other/lamp/lux", "from=8640000000000000"]) {
    expect(await (await open("csv", query)).text()).toBe("time,topic,payload,qos,retain\r\n");
    expect(await (await open("jsonl", query)).text()).toBe("");
  }
});

test("P09 the local time of a zone is a sixth column, and a byte order mark comes where it is wanted", async () => {
  const rows = await readRows("zone=Asia/Seoul");
  expect(rows.map(([time = "", , , , , local = ""]) => Date.parse(local) - Date.parse(time))).toEqual(
    rows.map(() => 0),
  );
  expect(rows[0]?.[5]).toBe("2026-11-09T08:59:59.900+09:00");
  const marked = Buffer.from(await (await open("csv", "zone=Asia/Seoul&bom=true")).arrayBuffer());
  expect(marked.toString("utf8")).toMatch(/^\ufefftime,topic,payload,qos,retain,local_time\r\n/);
});

test.each([
  "zone=",
  "zone=Mars/Olympus",
  "zone=%2B09:00",
  "from=yesterday",
  "to=-1",
  "topic=",
  "topic=a%2F%23%2Fb",
  "bom=1",
])("P06 an export with ?%s is bad-input", async (query) => {
  const response = await open("csv", query);
  expect([response.status, (await response.json()).code]).toEqual([400, "bad-input"]);
});

test("P08 each reads what they may read, and to strangers there is no class", async () => {
  const topicsOf = async (by: Person) => new Set((await readRows("", by)).map(([, topic]) => topic));
  const every = new Set(ids.keys());
  for (const person of [teo, ada, ben]) expect(await topicsOf(person)).toEqual(every);
  await ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits: true } } });
  expect(await topicsOf(ben)).toEqual(new Set(["lamps/shared/score"]));
  expect(await readRows("topic=lamps/lamp/lux", ben)).toEqual([]);
  for (const person of [teo, ada]) expect(await topicsOf(person)).toEqual(every);
  await ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits: false } } });
  const other = await makeClass(teo, "Others");
  const eve = await joinAs("eve", other);
  for (const form of ["csv", "jsonl"] as const) {
    expect((await open(form, "", eve)).status).toBe(404);
    expect((await open(form, "", null)).status).toBe(401);
    expect((await ask("GET", `${CLASS}/export.${form}`)).body.code).toBe("not-signed-in");
  }
});

/** Messages by the thousand, by SQL: `at` and topic as expressions of n. */
async function storeMany(count: number, at: string, topic: string, payload = "n::text"): Promise<void> {
  await ensurePartitions([START, START + 7 * 24 * 3_600_000, START + 14 * 24 * 3_600_000]);
  await school.database.pool.query(
    `INSERT INTO message (topic_id, at, seq, payload, qos, retain)
     SELECT ${topic}, to_timestamp((${at}) / 1000.0), 1000000000 + n, convert_to(${payload}, 'UTF8'), 0, false
     FROM generate_series(1, ${count}) AS n`,
  );
}

test("P18 bursts, silences and many topics lose no message and change no order", {
  timeout: 60_000,
}, async () => {
  const many = await Promise.all(Array.from({ length: 40 }, (_, n) => register(`lamps/fan/many/n${n}`)));
  const [quiet, burst] = [await register("lamps/fan/many/quiet"), await register("lamps/fan/many/burst")];
  const among = `(ARRAY[${many}])[1 + (n * 7919) % 40]`;
  await storeMany(30_000, `${START + 60_000}::bigint + (n::bigint * n) % 500000000`, among);
  // More in one millisecond than a page has, and big ones, of which a page has few.
  await storeMany(5_000, `${START + 90_000}::bigint`, String(burst));
  await storeMany(80, `${START + 95_000}::bigint + n / 9`, String(quiet), "n || repeat('x', 65000)");
  const lines = (await (await open("jsonl", `topic=${encodeURIComponent("lamps/fan/many/#")}`)).text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const expected = await stored("fan/many/%");
  expect(expected).toHaveLength(35_080);
  const short = (row: { topic: string; at: number; payload: string | Buffer }) =>
    `${row.at} ${row.topic} ${row.payload.toString().slice(0, 9)}`;
  expect(lines.map(short)).toEqual(expected.map(short));
});

/** Queries for messages of this test's database that wait for a lock right now. */
const WAITING = `FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND state = 'active'
    AND wait_event_type = 'Lock' AND query LIKE '%FROM message%'`;

async function waiting(): Promise<number> {
  const { rows } = await school.database.pool.query(`SELECT count(*)::int AS count ${WAITING}`);
  return rows[0].count;
}

/** An export in the middle, whose next query waits for a lock that another session holds until the test ends. */
async function openHeldUp(signal?: AbortSignal) {
  const reader = (await open("csv", "", ada, signal)).body?.getReader();
  if (!reader) throw new Error("no body");
  await reader.read(); // the head
  await reader.read();
  const lock = await school.database.pool.connect();
  onTestFinished(() => lock.release(true));
  await lock.query("BEGIN; LOCK TABLE message IN ACCESS EXCLUSIVE MODE");
  reader.read().catch(() => {}); // this page or the one after it is held up
  await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 10_000 });
  return reader;
}

test.each(["the request", "the body"])("who goes away ends the query: %s", async (gone) => {
  const leaving = new AbortController();
  const reader = await openHeldUp(leaving.signal);
  const next = reader.read().then(
    ({ done }) => (done ? "closed" : "more"),
    () => "broken off",
  );
  if (gone === "the request") leaving.abort();
  else await reader.cancel();
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 10_000 });
  expect(await next).toBe(gone === "the request" ? "broken off" : "closed");
});

test("what fails in the middle breaks the body off, and is written to the log", async () => {
  const warned = vi.spyOn(log, "warn").mockImplementation(() => {});
  const reader = await openHeldUp();
  await school.database.pool.query(`SELECT pg_terminate_backend(pid) ${WAITING}`);
  await expect(reader.read()).rejects.toThrow();
  expect(warned).toHaveBeenCalledWith("router.download.broken-off", expect.anything());
  warned.mockRestore();
});

test.each(["a member who is removed", "kits that become private"])("P08 %s: the export ends", async (how) => {
  const warned = vi.spyOn(log, "warn").mockImplementation(() => {});
  const cay = how.startsWith("a member") ? await joinAs("cay", await classAsTeo()) : ben;
  const reader = (await open("csv", "", cay)).body?.getReader();
  if (!reader) throw new Error("no body");
  await reader.read();
  const privateKits = (on: boolean) =>
    ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits: on } } });
  if (cay !== ben) await ask("DELETE", `${CLASS}/members/${cay.id}`, { as: teo.token });
  else await privateKits(true);
  const later = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 1000); // a second has passed
  const rest = async () => {
    while (!(await reader.read()).done);
  };
  await expect(rest()).rejects.toThrow(cay === ben ? "for you any more" : "Sign in");
  later.mockRestore();
  warned.mockRestore();
  await privateKits(false);
});

async function classAsTeo(): Promise<{ joinCode: string; slug: string }> {
  const { body } = await ask<{ joinCode: string; slug: string }>("GET", CLASS, { as: teo.token });
  return body;
}

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function inUse(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test("300,000 messages take no more memory than a few pages", { timeout: 120_000 }, async () => {
  const id = await register("lamps/fan/much");
  await storeMany(300_000, `${START}::bigint + n * 1000`, String(id), "(n / 7.0)::text");
  const topic = "topic=lamps/fan/much";
  await (await open("csv", `${topic}&to=${START + 5_000_000}`)).text(); // what is loaded only once
  const before = inUse();
  let most = 0;
  let lines = -1;
  let chunks = 0;
  const { body } = await open("csv", `${topic}&zone=Asia/Seoul`);
  for await (const chunk of body ?? []) {
    for (const byte of chunk) if (byte === 10) lines += 1;
    chunks += 1;
    if (chunks % 10 === 0) most = Math.max(most, inUse());
  }
  expect(lines).toBe(300_000);
  expect(chunks).toBeGreaterThan(100);
  expect((most - before) / 1024 / 1024).toBeLessThan(50);
});

test("one page is read ahead of its reader, and no more", async () => {
  const connected = vi.spyOn(school.database.pool, "connect");
  const queries = () => connected.mock.calls.filter((given: readonly unknown[]) => given.length === 0).length;
  const reader = (await open("csv", "topic=lamps/fan/much")).body?.getReader();
  if (!reader) throw new Error("no body");
  expect(queries()).toBe(2); // the span of time, and the first page
  for (const [reads, after] of [
    [2, 3],
    [3, 6],
  ] as const) {
    for (let n = 0; n < reads; n++) await reader.read();
    await vi.waitFor(() => expect(queries()).toBe(after));
    for (let n = 0; n < 20; n++) await waiting(); // time in which it could read more
    expect(queries()).toBe(after);
  }
  await reader.cancel();
  connected.mockRestore();
});
