import { afterAll, beforeAll, expect, test } from "vitest";
import type { Class, Page } from "../contract/shapes";
import { openRecorder } from "../history/recorder";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let teo: Person;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());

const as = () => teo.token;

test("P08 a class is made, read, changed and deleted", async () => {
  const made = await ask<Class>("POST", "/api/v1/classes", { as: as(), body: { name: " Smart  Home " } });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    slug: "smart-home",
    name: "Smart Home",
    role: "instructor",
    joinCode: expect.stringMatching(/^[2-9A-HJKMNP-Z]{6}$/),
    joinOpen: true,
    joinUntil: null,
    archivedAt: null,
    createdAt: expect.any(Number),
    settings: {
      kitsMayCommand: true,
      privateKits: false,
      declareFirst: false,
      allowPins: false,
      limits: {
        members: 300,
        kits: 300,
        topics: 5000,
        messagesPerSecond: 20,
        historyDays: 90,
        summaryDays: 400,
      },
    },
  });
  expect((await ask("GET", "/api/v1/classes/smart-home", { as: as() })).body).toEqual(made.body);
  const change = {
    name: "Home",
    joinOpen: false,
    archived: true,
    settings: { privateKits: true, limits: { kits: 7 } },
  };
  const changed = await ask<Class>("PATCH", "/api/v1/classes/smart-home", { as: as(), body: change });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ name: "Home", joinOpen: false, archivedAt: expect.any(Number) });
  expect(changed.body.settings).toMatchObject({
    privateKits: true,
    kitsMayCommand: true,
    limits: { kits: 7, topics: 5000 },
  });
  const renewed = await ask<Class>("PATCH", "/api/v1/classes/smart-home", {
    as: as(),
    body: { archived: false, renewJoinCode: true },
  });
  expect(renewed.body.joinCode).not.toBe(made.body.joinCode);
  expect((await ask("PATCH", "/api/v1/classes/smart-home", { as: as(), body: {} })).body).toEqual(
    renewed.body,
  );
  expect((await ask("DELETE", "/api/v1/classes/smart-home", { as: as() })).status).toBe(204);
  expect((await ask("GET", "/api/v1/classes/smart-home", { as: as() })).status).toBe(404);
});

test("P17 a slug that was asked for is already-taken, one that is made of the name is numbered", async () => {
  const make = (body: object) => ask<Class>("POST", "/api/v1/classes", { as: as(), body });
  expect((await make({ name: "Robots", slug: "robots" })).status).toBe(201);
  expect((await make({ name: "Robots", slug: "robots" })).body).toMatchObject({
    code: "already-taken",
    status: 409,
  });
  expect((await make({ name: "Robots" })).body.slug).toBe("robots-2");
  expect((await make({ name: "로봇" })).body.slug).toMatch(/^class-[a-z0-9]{4}$/);
});

test("P17 of six classes made at the same time under one slug there is one; under one name there are six", async () => {
  const make = (body: object) =>
    Promise.all(Array.from({ length: 6 }, () => ask<Class>("POST", "/api/v1/classes", { as: as(), body })));
  const slugs = await make({ name: "Rockets", slug: "rockets" });
  expect(slugs.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  const names = await make({ name: "Trains" });
  expect(names.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
  expect(new Set(names.map(({ body }) => body.slug)).size).toBe(6);
});

test("P06 a list comes in pages that lose and repeat nothing", async () => {
  const all = await ask<Page<Class>>("GET", "/api/v1/classes?limit=1000", { as: as() });
  expect(all.body.nextCursor).toBeNull();
  const seen: string[] = [];
  let address: string | null = "/api/v1/classes?limit=2";
  while (address) {
    const page: { body: Page<Class> } = await ask<Page<Class>>("GET", address, { as: as() });
    seen.push(...page.body.items.map(({ slug }) => slug));
    address = page.body.nextCursor && `/api/v1/classes?limit=2&cursor=${page.body.nextCursor}`;
  }
  expect(seen).toEqual(all.body.items.map(({ slug }) => slug));
  expect(seen.length).toBeGreaterThan(4);
});

test.each(["limit=0", "limit=1001", "limit=x", "cursor=nonsense", "cursor=WyJhXHUwMDAwIl0"])(
  "P06 a list with ?%s is bad-input",
  async (query) => {
    const { status, body } = await ask("GET", `/api/v1/classes?${query}`, { as: as() });
    expect([status, body.code]).toEqual([400, "bad-input"]);
  },
);

test("P08 with a class goes all of it, the accounts of its students included; who is elsewhere too stays", async () => {
  const gone = await makeClass(teo, "Gone", "gone");
  const kept = await makeClass(teo, "Kept", "kept");
  const [ada, ben] = [await joinAs("ada", gone), await joinAs("ben", kept)];
  await ask("POST", "/api/v1/classes/gone/kits", { as: ada.token, body: { name: "Lamp" } });
  await ask("POST", "/api/v1/classes/gone/topics", { as: ada.token, body: { topic: "gone/lamp/lux" } });
  const { pool, prisma } = school.database;
  const { id: topicId } = await prisma.topic.findFirstOrThrow({ where: { path: "lamp/lux" } });
  const recorder = openRecorder();
  await recorder.record({ topicId, at: Date.now(), payload: Buffer.from("7"), qos: 1, retain: false });
  await recorder.close();
  expect((await ask("DELETE", "/api/v1/classes/gone", { as: as() })).status).toBe(204);
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM message) AS messages, (SELECT count(*)::int FROM kit) AS kits,
            (SELECT count(*)::int FROM topic) AS topics, (SELECT array_agg(id) FROM "user" WHERE email IS NULL) AS students`,
  );
  expect(rows[0]).toEqual({ messages: 0, kits: 0, topics: 0, students: [ben.id] });
});
