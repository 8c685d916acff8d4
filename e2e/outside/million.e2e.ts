import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "@playwright/test";
import { parse } from "csv-parse";
import pg from "pg";
import { type Classroom, connectKit, makeKit, openClassroom } from "./clients";
import { type Inspector, openInspector } from "./inspector";
import { type Product, startProduct } from "./product";

const ROWS = 1_000_000;
const TOPICS = ["lux", "note"];
/** What the n-th stored message says: a number that a spreadsheet must not touch, or text that it must not run. */
const PAYLOAD = `CASE n % 10
  WHEN 0 THEN (n / 7.0)::text
  WHEN 1 THEN '-' || n
  WHEN 2 THEN '+' || n || 'e-3'
  WHEN 3 THEN '=HYPERLINK("http://x.test/?' || n || '","y")'
  WHEN 4 THEN '+' || n || '-cmd'
  WHEN 5 THEN '-1' || chr(10) || '=' || n
  WHEN 6 THEN chr(9) || '@SUM(' || n || ')'
  WHEN 7 THEN chr(65309) || n || '"quoted"'
  WHEN 8 THEN chr(13) || chr(10) || '=' || n || ',;'
  ELSE '{"t":' || n || ',"온도":"' || repeat('한', 20) || '"}'
END`;

let product: Product;
let classroom: Classroom;
let database: pg.Client;
let inspector: Inspector;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  product = await startProduct({ NODE_OPTIONS: "--inspect=127.0.0.1:0" });
  inspector = await openInspector(product);
  classroom = await openClassroom(product);
  const kit = await connectKit(product, await makeKit(classroom.teo, "lamp"));
  for (const topic of TOPICS) await kit.publishAsync(`lab/lamp/${topic}`, "0", { qos: 1 });
  await kit.endAsync();
  database = await connectDatabase();
  await fill();
});
test.afterAll(async () => {
  await database.end();
  inspector.close();
  await product.stop();
});

async function connectDatabase(): Promise<pg.Client> {
  const read = async (name: string) =>
    (await readFile(join(product.dataDir, "postgres", name), "utf8")).trim();
  const client = new pg.Client({
    host: "127.0.0.1",
    port: Number(await read("port")),
    user: "kitroom",
    database: "kitroom",
    password: await read("password"),
  });
  await client.connect();
  return client;
}

/** A million messages, ten each millisecond, over two topics, as if they had come within two minutes of today. */
async function fill(): Promise<void> {
  await database.query("TRUNCATE message");
  await database.query(
    `INSERT INTO message (topic_id, at, seq, payload, qos, retain)
     SELECT t.id, date_trunc('hour', now()) + (n / 10) * interval '1 millisecond', n, convert_to(${PAYLOAD}, 'UTF8'), n % 3, n % 5 = 0
     FROM generate_series(0, $1 - 1) AS n JOIN topic t ON t.path = 'lamp/' || ($2::text[])[1 + n % 2]`,
    [ROWS, TOPICS],
  );
  await database.query("ANALYZE message");
}

/** How long the server's process has worked, in ticks of the kernel's clock (proc(5), stat). */
async function worked(): Promise<number> {
  const stat = await readFile(`/proc/${product.pid()}/stat`, "utf8");
  const [, , , , , , , , , , , user = "", system = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(user) + Number(system);
}

/** Resolves once the server has stopped working, although its reader has not taken everything. */
async function untilIdle(): Promise<void> {
  let before = -1;
  const standsStill = async () => {
    const ticks = await worked();
    const same = ticks === before;
    before = ticks;
    return same;
  };
  await expect.poll(standsStill, { intervals: [100], timeout: 30_000 }).toBe(true);
}

async function open(path: string): Promise<IncomingMessage> {
  const asked = request(`${product.url}${path}`, {
    headers: { authorization: `Bearer ${classroom.teoToken}` },
  }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  return answer;
}

type Row = { n: number; time: string; topic: string; payload: string; qos: string; retain: string };

/** The rows as the database has them, some thousand at a time. */
async function* rows(): AsyncGenerator<Row> {
  const BATCH = 20_000;
  for (let from = 0; from < ROWS; from += BATCH) {
    const { rows: some } = await database.query<Row>(
      `SELECT m.seq::int AS n, to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time,
              'lab/' || t.path AS topic, convert_from(m.payload, 'UTF8') AS payload, m.qos::text, m.retain::text
       FROM message m JOIN topic t ON t.id = m.topic_id WHERE m.seq >= $1 AND m.seq < $2 ORDER BY m.seq`,
      [from, from + BATCH],
    );
    yield* some;
  }
}

/** What a spreadsheet would run (OWASP, "CSV Injection"): a sign, full-width or not, first or behind what it skips. */
const RUNS = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;

test("a million messages are exported to a slow reader in constant memory; a CSV library reads the rows of the database, numbers untouched, and nothing to run", async () => {
  test.setTimeout(240_000);
  const before = await inspector.held();
  let most = before;
  let taken = 0;
  const answer = await open("/api/v1/classes/lab/export.csv");

  /** Reads on only when the server has nothing more to do: ten times, and as fast as it can in between. */
  async function* slowly(): AsyncGenerator<Buffer> {
    let next = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      taken += chunk.length;
      if (taken >= next) {
        next = taken + 8 * 1024 * 1024;
        await untilIdle();
        most = Math.max(most, await inspector.held());
      }
      yield chunk;
    }
  }

  const stored = rows();
  let read = 0;
  const wrong: unknown[] = [];
  for await (const cells of Readable.from(slowly()).pipe(
    parse({ record_delimiter: "\r\n" }),
  ) as AsyncIterable<string[]>) {
    if (read++ === 0) {
      expect(cells).toEqual(["time", "topic", "payload", "qos", "retain"]);
      continue;
    }
    const { value: row } = await stored.next();
    if (!row || !isRow(cells, row)) wrong.push({ cells, row });
    if (wrong.length > 3) break;
  }
  expect(wrong).toEqual([]);
  expect(read - 1).toBe(ROWS);
  most = Math.max(most, await inspector.held());
  const grown = (most - before) / 1024 / 1024;
  test.info().annotations.push({
    type: "measured",
    description: `${(taken / 1e6).toFixed(0)} MB exported; the server held ${grown.toFixed(1)} MB more than before`,
  });
  expect(grown).toBeLessThan(50);
});

/** Numbers as they were; text as it was, behind a mark where it would run. */
function isRow(cells: readonly string[], { n, time, topic, payload, qos, retain }: Row): boolean {
  const [at, of, text = "", ...rest] = cells;
  if (at !== time || of !== topic || rest.join() !== `${qos},${retain}`) return false;
  if (n % 10 < 3) return text === payload && Number.isFinite(Number(text));
  return text === (RUNS.test(payload) ? `'${payload}` : payload) && !RUNS.test(text);
}
