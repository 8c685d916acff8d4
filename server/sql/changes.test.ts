import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Change, listenForChanges } from "./changes";
import { type Database, db, openDatabase, pool } from "./client";
import { noteKitsSeen, setAllOffline, setOnline } from "./presence";
import { findTopic, requireTopic } from "./topic-registry";

let created: TestDatabase;
let database: Database;
let listener: { close(): Promise<void> };
let heard: Change[] = [];
let missed = 0;

beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
  listener = await listenForChanges(created.url, {
    change: (change) => heard.push(change),
    missed: () => missed++,
  });
});
afterAll(async () => {
  await listener.close();
  await database.close();
  await created.drop();
});
beforeEach(() => {
  heard = [];
});

async function lab(slug: string) {
  const made = await db().class.create({ data: { slug, name: slug, joinCode: slug } });
  const ben = await db().user.create({ data: { name: "Ben", passwordHash: "x" } });
  await db().membership.create({
    data: { classId: made.id, userId: ben.id, role: "student", username: "ben", usernameKey: "ben" },
  });
  const kit = await db().kit.create({
    data: { classId: made.id, slug: "lamp", name: "Lamp", ownerId: ben.id },
  });
  return { made, ben, kit };
}

const parts = (className: string, path: string, kit: string | null = "lamp") =>
  ({ topic: `${className}/${path}`, class: className, kit, kind: "reading", stream: path, path }) as const;

test("P15 a membership, kit, topic or class that changes is announced with its class and person", async () => {
  const { made, ben, kit } = await lab("physics");
  await requireTopic(parts("physics", "lamp/t"));
  await db().membership.update({
    where: { classId_userId: { classId: made.id, userId: ben.id } },
    data: { suspendedAt: new Date() },
  });
  await db().kit.update({ where: { id: kit.id }, data: { keyVersion: 2 } });
  await db().class.update({ where: { id: made.id }, data: { privateKits: true } });
  await db().user.update({ where: { id: ben.id }, data: { sessionVersion: 2 } });
  await db().class.delete({ where: { id: made.id } });
  await vi.waitFor(() =>
    expect(heard.filter(({ table, op }) => table === "class" && op === "delete")).toHaveLength(1),
  );
  const seen = heard.map(({ table, op }) => `${table} ${op}`);
  expect(seen).toEqual(
    expect.arrayContaining([
      "class insert",
      "membership insert",
      "kit insert",
      "topic insert",
      "membership update",
      "kit update",
      "class update",
      "user update",
      "kit delete",
      "topic delete",
      "membership delete",
    ]),
  );
  expect(heard.filter(({ table }) => table !== "user").every((change) => change.class === "physics")).toBe(
    true,
  );
  expect(heard.find(({ table, op }) => table === "kit" && op === "delete")).toMatchObject({
    name: "lamp",
    kitId: kit.id,
  });
  expect(heard.find(({ table, op }) => table === "user" && op === "update")).toMatchObject({
    userId: ben.id,
  });
});

test("what changes all the time is not announced: when somebody was seen, whether a kit is connected", async () => {
  const { ben, kit } = await lab("quiet");
  await vi.waitFor(() => expect(heard.some(({ table }) => table === "kit")).toBe(true));
  heard = [];
  await db().user.update({ where: { id: ben.id }, data: { lastSeenAt: new Date() } });
  expect(await setOnline({ class: "quiet", kit: "lamp", online: true, at: Date.now() })).toMatchObject({
    ownerId: ben.id,
    privateKits: false,
  });
  expect(await setOnline({ class: "quiet", kit: "lamp", online: true, at: Date.now() })).toBeNull();
  const at = Date.now();
  await noteKitsSeen(new Map([[kit.id, at]]));
  expect((await db().kit.findUnique({ where: { id: kit.id } }))?.lastSeenAt?.getTime()).toBe(at);
  await setAllOffline();
  await db().kit.update({ where: { id: kit.id }, data: { name: "Last" } });
  await vi.waitFor(() => expect(heard).toHaveLength(1));
});

test("a listener whose connection is cut says that it may have missed something, and hears again", async () => {
  const before = missed;
  await pool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT id, slug FROM class%' AND datname = current_database()",
  );
  await vi.waitFor(() => expect(missed).toBe(before + 1), { timeout: 10_000 });
  await lab("again");
  await vi.waitFor(() =>
    expect(heard.some((change) => change.class === "again" && change.table === "kit")).toBe(true),
  );
});

test("P17 fifty who register the same topic at once make one row", async () => {
  const { made } = await lab("crowd");
  const known = await Promise.all(Array.from({ length: 50 }, () => requireTopic(parts("crowd", "lamp/t"))));
  expect(new Set(known.map(({ id }) => id)).size).toBe(1);
  expect(await db().topic.count({ where: { classId: made.id } })).toBe(1);
});

test("four hundred new topics at once are all registered, by one transaction; what does not fit is told so", async () => {
  const { made } = await lab("storm");
  await db().class.update({ where: { id: made.id }, data: { maxTopics: 400 } });
  const known = await Promise.all(
    Array.from({ length: 400 }, (_, index) => requireTopic(parts("storm", `lamp/${index}`))),
  );
  const { rows: wrote } = await pool().query(
    "SELECT count(DISTINCT xmin::text)::int AS transactions FROM topic WHERE class_id = $1",
    [made.id],
  );
  expect(wrote).toEqual([{ transactions: 1 }]);
  const rows = await db().topic.findMany({ where: { classId: made.id } });
  const idOf = new Map(rows.map(({ path, id }) => [path, id]));
  expect(known.map(({ id }) => id)).toEqual(known.map((_, index) => idOf.get(`lamp/${index}`)));
  expect(new Set(known.map(({ id }) => id)).size).toBe(400);

  await db().class.update({ where: { id: made.id }, data: { maxTopics: 401 } });
  const asked = ["lamp/7", "lamp/fits", "lamp/not", "ghost/x", "lamp/fits"];
  const outcomes = await Promise.allSettled(
    asked.map((path) => requireTopic(parts("storm", path, path.split("/")[0]))),
  );
  expect(outcomes.map((one) => (one.status === "rejected" ? one.reason.code : one.status))).toEqual([
    "fulfilled",
    "fulfilled",
    "limit-reached",
    "not-found",
    "fulfilled",
  ]);
});

test("P26 a topic is registered only in a class and for a kit that exist, up to the class's limit, unless declared first", async () => {
  const { made } = await lab("strict");
  await expect(requireTopic(parts("nowhere", "lamp/t"))).rejects.toMatchObject({ code: "not-found" });
  await expect(requireTopic(parts("strict", "ghost/t", "ghost"))).rejects.toMatchObject({
    code: "not-found",
  });
  await db().class.update({ where: { id: made.id }, data: { maxTopics: 2 } });
  await Promise.all(["lamp/a", "lamp/b"].map((path) => requireTopic(parts("strict", path))));
  await expect(requireTopic(parts("strict", "lamp/c"))).rejects.toMatchObject({ code: "limit-reached" });
  await db().class.update({ where: { id: made.id }, data: { maxTopics: 100, declareFirst: true } });
  await expect(requireTopic(parts("strict", "lamp/c"))).rejects.toMatchObject({ code: "not-found" });
  expect(await findTopic(parts("strict", "lamp/c"))).toBeNull();
  expect(await findTopic(parts("strict", "lamp/a"))).toMatchObject({ kit: { shareControl: false } });
  expect(await findTopic({ ...parts("strict", "lamp/status"), kind: "status" })).toMatchObject({ id: null });
});
