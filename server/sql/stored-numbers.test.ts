import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR } from "../contract/buckets";
import { emptyDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, openDatabase, pool } from "./client";
import { migrate, migrationsFolder } from "./migrate";
import { openHoursBefore, rollHour } from "./rollups";
import { decodeStored } from "./stored-numbers";

const BEFORE_SERIES = "20261122000000_first";
const START = Date.UTC(2026, 10, 9, 23, 50); // a week begins ten minutes later
const MESSAGES = 1300;

let created: TestDatabase;
let database: Database;

/** A database of the version before, with messages in it, brought to this one. */
beforeAll(async () => {
  created = await emptyDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), "kitroom-migrations-"));
  await cp(path.join(migrationsFolder(), BEFORE_SERIES), path.join(folder, BEFORE_SERIES), {
    recursive: true,
  });
  await migrate(created.url, folder);
  await rm(folder, { recursive: true });
  database = openDatabase(created.url);
  for (const [name, from, to] of [
    ["message_20261109", "2026-11-09", "2026-11-16"],
    ["message_20261102", "2026-11-02", "2026-11-09"],
  ])
    await pool().query(
      `CREATE TABLE ${name} PARTITION OF message FOR VALUES FROM ('${from}Z') TO ('${to}Z')`,
    );
  await pool().query(
    `INSERT INTO message (topic_id, at, seq, payload, qos, retain)
     SELECT 1 + n % 3, to_timestamp(($1::float8 - 86400000 + n * 1000) / 1000), n,
            convert_to(CASE n % 3 WHEN 0 THEN n::text WHEN 1 THEN '{"t":' || n || '}' ELSE 'text' END, 'UTF8'), 0, false
     FROM generate_series(1, $2::int) AS n`,
    [START, MESSAGES],
  );
  await migrate(created.url);
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

test("messages that were stored before their numbers were are decoded, even after their hours were summed up", async () => {
  const roll = async () => {
    for (const hour of await openHoursBefore(START + HOUR)) await rollHour(hour);
  };
  await roll();
  let batches = 1;
  while (await decodeStored()) batches++;
  expect(batches).toBeGreaterThan(2);
  expect(await decodeStored()).toBe(false);
  await roll();

  const numbers = Array.from({ length: MESSAGES }, (_, index) => index + 1);
  const sum = (rest: number) => numbers.filter((n) => n % 3 === rest).reduce((total, n) => total + n, 0);
  const { rows: plain } = await pool().query(
    "SELECT topic_id, sum(value) FROM message WHERE value IS NOT NULL GROUP BY 1",
  );
  expect(plain).toEqual([{ topic_id: 1, sum: sum(0) }]);
  const { rows: fields } = await pool().query(
    "SELECT topic_id, field, sum(value) FROM field_value GROUP BY 1, 2",
  );
  expect(fields).toEqual([{ topic_id: 2, field: "t", sum: sum(1) }]);
  const { rows: rolled } = await pool().query(
    "SELECT topic_id, field, sum(sum) FROM rollup GROUP BY 1, 2 ORDER BY 1",
  );
  expect(rolled).toEqual([
    { topic_id: 1, field: "", sum: sum(0) },
    { topic_id: 2, field: "t", sum: sum(1) },
  ]);
});
