import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, openDatabase, pool } from "../sql/client";
import { openLanes } from "./lanes";

const DAY = 24 * 3600 * 1000;

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

function reading(at: number) {
  return { topicId: 1, at, payload: Buffer.from("1"), qos: 1 as const, retain: false };
}

test("a reading from the past that waits for its hour holds up no live one", async () => {
  const recorder = openLanes();
  const yesterday = Date.now() - DAY;
  await recorder.record(reading(yesterday));
  const holder = await pool().connect();
  onTestFinished(() => holder.release());
  await holder.query("BEGIN");
  await holder.query("SELECT 1 FROM history_hour FOR UPDATE");

  let stored = false;
  const late = recorder.record(reading(yesterday + 1)).then(() => {
    stored = true;
  });
  await recorder.record(reading(Date.now()));
  expect([stored, recorder.pending]).toEqual([false, 1]);

  await holder.query("COMMIT");
  await late;
  await recorder.close();
  const { rows } = await pool().query<{ count: number }>("SELECT count(*)::int AS count FROM message");
  expect(rows).toEqual([{ count: 3 }]);
});
