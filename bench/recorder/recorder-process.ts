import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbeddedPostgres } from "#server/embedded/postgres";
import { openRecorder, type Recorder } from "#server/history/recorder";
import { log } from "#server/log";
import { openDatabase } from "#server/sql/client";
import { migrate } from "#server/sql/migrate";
import { sleep } from "../load/clock";
import { obey } from "../load/worker";

export type Recording = { payload: "number" | "json"; seconds: number };
export type Recorded = {
  /** Committed a second, and all of them as the database counts them afterwards. */
  perSecond: number;
  committed: number;
  rows: number;
  /** CPU of Node, without PostgreSQL, in microseconds. */
  cpuPerRow: number;
};

export type RecorderDuties = { record(recording: Recording): Promise<Recorded> };

const TOPICS = 400;
/** Messages that wait for their commit at any time: some batches, so that there is always a full one. */
const PENDING = 10_000;
const REFILL_MS = 1;

/** The product's recorder on the product's own PostgreSQL, and nothing else: a fresh database for each measurement. */
async function record({ payload, seconds }: Recording): Promise<Recorded> {
  log.level("warn");
  const dataDir = await mkdtemp(path.join(tmpdir(), "bench-recorder-"));
  const postgres = await openEmbeddedPostgres({ dataDir, log });
  await migrate(postgres.url);
  const database = openDatabase(postgres.url, postgres.nearUrl);
  const recorder = openRecorder();
  try {
    await keepFull(recorder, payload, seconds / 4);
    const before = await countRows();
    const cpu = process.cpuUsage();
    const { committed, duration } = await keepFull(recorder, payload, seconds);
    const { user, system } = process.cpuUsage(cpu);
    const rows = (await countRows()) - before;
    return { perSecond: committed / duration, committed, rows, cpuPerRow: (user + system) / committed };
  } finally {
    await recorder.close();
    await database.close();
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  }

  async function countRows(): Promise<number> {
    const { rows } = await database.pool.query<{ count: string }>("SELECT count(*) FROM message");
    return Number(rows[0]?.count);
  }
}

/** Has the recorder write for so many seconds without ever being out of work; resolves when all is committed. */
async function keepFull(recorder: Recorder, payload: Recording["payload"], seconds: number) {
  const since = performance.now();
  const passed = () => (performance.now() - since) / 1000;
  let given = 0;
  let committed = 0;
  const done = () => {
    committed++;
  };
  while (passed() < seconds) {
    for (; given - committed < PENDING; given++) {
      const message = { topicId: 1 + (given % TOPICS), at: Date.now(), qos: 1, retain: false } as const;
      void recorder.record({ ...message, payload: reading(payload, given) }).then(done);
    }
    await sleep(REFILL_MS);
  }
  while (committed < given) await sleep(REFILL_MS);
  return { committed, duration: passed() };
}

function reading(payload: Recording["payload"], number: number): Buffer {
  const value = (number % 1000) / 10;
  return Buffer.from(
    payload === "number" ? String(value) : JSON.stringify({ t: value, h: 100 - value, p: 1013.25 }),
  );
}

obey({ record } satisfies RecorderDuties);
