import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, db, openDatabase, pool } from "../sql/client";
import { openPresence, type PresenceChange } from "./presence";

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
  const lab = await db().class.create({ data: { slug: "lab", name: "Lab", joinCode: "lab" } });
  await db().kit.create({ data: { classId: lab.id, slug: "lamp", name: "Lamp" } });
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

test("a kit that came while its row was locked is told with a time from which the row says so", async () => {
  const told: PresenceChange[] = [];
  const presence = await openPresence((change) => told.push(change));
  const other = await pool().connect();
  await other.query("BEGIN");
  await other.query("SELECT FROM kit WHERE slug = 'lamp' FOR UPDATE");
  const came = Date.now();
  presence.change({ kit: "lab.lamp", online: true, at: came });
  await expect
    .poll(async () => (await pool().query("SELECT FROM pg_locks WHERE NOT granted")).rowCount)
    .toBeGreaterThan(0);
  const readOffline = Date.now();
  expect(await db().kit.findFirst()).toMatchObject({ online: false });
  await other.query("COMMIT");
  other.release();
  await presence.close();
  expect(told).toMatchObject([{ class: "lab", kit: "lamp", online: true }]);
  expect(told[0]?.at).toBeGreaterThanOrEqual(readOffline);
  expect(await db().kit.findFirst()).toMatchObject({ online: true, lastSeenAt: new Date(came) });
});
