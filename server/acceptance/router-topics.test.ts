import { afterAll, beforeAll, expect, test } from "vitest";
import type { Class, Page, Problem, Topic } from "../contract/shapes";
import { findTopic } from "../sql/topics";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let teo: Person;
let ada: Person;
let ben: Person;
let lamps: Class & { joinCode: string };

const CLASS = "/api/v1/classes/lamps";
const make = (by: Person, topic: string, more: object = {}) =>
  ask<Topic & Problem>("POST", `${CLASS}/topics`, { as: by.token, body: { topic, ...more } });

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
  for (const name of ["Lamp", "Fan"]) await ask("POST", `${CLASS}/kits`, { as: ada.token, body: { name } });
});
afterAll(() => school.close());

test("P08 a topic is declared, read at its own address, labelled and deleted", async () => {
  const made = await make(ada, "lamps/lamp/air/온도", { label: "Air", unit: "°C" });
  expect(made.status).toBe(201);
  const shape = {
    topic: "lamps/lamp/air/온도",
    stream: "air/온도",
    kit: "lamp",
    label: "Air",
    unit: "°C",
    backfill: false,
    last: null,
    createdAt: expect.any(Number),
  };
  expect(made.body).toEqual(shape);
  const address = `${CLASS}/topics/lamp/air/온도`;
  expect((await ask("GET", address, { as: ben.token })).body).toEqual(shape);
  const change = (by: Person, body: object) => ask<Topic>("PATCH", address, { as: by.token, body });
  expect((await change(ben, { label: "Mine" })).status).toBe(403);
  expect((await change(teo, { label: "Room" })).body).toEqual({ ...shape, label: "Room" });
  expect((await change(ada, { label: null, unit: "K" })).body).toMatchObject({ label: null, unit: "K" });
  expect((await ask("DELETE", address, { as: ben.token })).status).toBe(403);
  expect((await ask("DELETE", address, { as: ada.token })).status).toBe(204);
  expect((await ask("GET", address, { as: ada.token })).status).toBe(404);
});

test("P38 a tree of five levels, commands and the board are topics of a class", async () => {
  for (const topic of [
    "lamps/fan/home/floor1/kitchen/hood/speed",
    "lamps/fan/set/speed",
    "lamps/shared/score",
  ])
    expect([topic, (await make(ada, topic)).status]).toEqual([topic, 201]);
  const { body } = await ask<Page<Topic>>("GET", `${CLASS}/topics?kit=fan`, { as: ben.token });
  expect(body.items.map(({ topic, stream, kit }) => [topic, stream, kit])).toEqual([
    ["lamps/fan/home/floor1/kitchen/hood/speed", "home/floor1/kitchen/hood/speed", "fan"],
    ["lamps/fan/set/speed", "speed", "fan"],
  ]);
  const board = await ask<Page<Topic>>("GET", `${CLASS}/topics?kit=shared`, { as: ben.token });
  expect(board.body.items.map(({ topic, kit }) => [topic, kit])).toEqual([["lamps/shared/score", null]]);
});

test("P08 what stands on the board is its instructors' to manage", async () => {
  await make(ben, "lamps/shared/news");
  expect(
    (await ask("PATCH", `${CLASS}/topics/shared/news`, { as: ben.token, body: { label: "x" } })).status,
  ).toBe(403);
  expect((await ask("DELETE", `${CLASS}/topics/shared/news`, { as: ben.token })).status).toBe(403);
  expect((await ask("DELETE", `${CLASS}/topics/shared/news`, { as: teo.token })).status).toBe(204);
});

test("P17 of eight who register one topic at the same time one does, and it is one row", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => make(ada, "lamps/lamp/lux")));
  expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  expect(all.filter(({ body }) => body.code === "already-taken")).toHaveLength(7);
  expect(await school.database.prisma.topic.count({ where: { path: "lamp/lux" } })).toBe(1);
});

test("P17 the class's number of topics holds when many register at the same time", async () => {
  const before = await school.database.prisma.topic.count();
  const set = (topics: number) =>
    ask("PATCH", CLASS, { as: teo.token, body: { settings: { limits: { topics } } } });
  await set(before + 3);
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, number) => make(ada, `lamps/lamp/many/t${number}`)),
  );
  expect(all.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(all.filter(({ body }) => body.code === "limit-reached")).toHaveLength(5);
  expect(await school.database.prisma.topic.count()).toBe(before + 3);
  await set(5000);
});

test.each([
  ["", 400],
  ["lamps/lamp/+", 400],
  ["lamps/lamp/#", 400],
  ["$SYS/broker/uptime", 400],
  ["lamps/lamp", 400],
  ["lamps/lamp//lux", 400],
  ["lamps/lamp/a/b/c/d/e/f", 400],
  [`lamps/lamp/${"x".repeat(33)}`, 400],
  [`lamps/lamp/${"온/".repeat(66)}도`, 400],
  ["lamps/lamp/lux\0", 400],
  ["lamps/lamp/cafe\u0301", 400],
  ["lamps/lamp/status", 400],
  ["lamps/lamp/errors", 400],
  ["other/lamp/lux", 400],
  ["lamps/no-such-kit/lux", 404],
])("P33 the topic %j is refused before anything is done (%i)", async (topic, status) => {
  const before = await school.database.prisma.topic.count();
  expect((await make(ada, topic)).status).toBe(status);
  expect(await school.database.prisma.topic.count()).toBe(before);
});

test("P08 a classmate registers nothing under a kit that is not theirs", async () => {
  expect((await make(ben, "lamps/lamp/mine")).body).toMatchObject({ status: 403, code: "not-allowed" });
  expect((await make(teo, "lamps/lamp/by-teo")).status).toBe(201);
});

test("P08 with private kits a classmate's topics do not exist", async () => {
  await make(ada, "lamps/lamp/secret");
  const set = (privateKits: boolean) =>
    ask("PATCH", CLASS, { as: teo.token, body: { settings: { privateKits } } });
  await set(true);
  const missing = await ask("GET", `${CLASS}/topics/lamp/no-such`, { as: ben.token });
  for (const method of ["GET", "PATCH", "DELETE"]) {
    const { status, body } = await ask(method, `${CLASS}/topics/lamp/secret`, {
      as: ben.token,
      ...(method === "PATCH" ? { body: {} } : {}),
    });
    expect([method, status, body]).toEqual([method, 404, missing.body]);
  }
  expect((await make(ben, "lamps/lamp/secret")).status).toBe(404);
  const listed = await ask<Page<Topic>>("GET", `${CLASS}/topics`, { as: ben.token });
  expect(listed.body.items.every(({ kit }) => kit === null)).toBe(true);
  const owned = await ask<Page<Topic>>("GET", `${CLASS}/topics`, { as: ada.token });
  expect(owned.body.items.some(({ topic }) => topic === "lamps/lamp/secret")).toBe(true);
  await set(false);
});

test("P06 topics come in pages that lose and repeat nothing", async () => {
  const all = await ask<Page<Topic>>("GET", `${CLASS}/topics?limit=1000`, { as: ada.token });
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const after: string = cursor && `&cursor=${cursor}`;
    const page = await ask<Page<Topic>>("GET", `${CLASS}/topics?limit=3${after}`, { as: ada.token });
    seen.push(...page.body.items.map(({ topic }) => topic));
    cursor = page.body.nextCursor;
  }
  expect(seen).toEqual(all.body.items.map(({ topic }) => topic));
});

test("a path that can be no topic's is none, whatever the database thinks of its characters", async () => {
  const actor = { id: ada.id, name: "Ada", email: null, standings: new Map(), scope: null };
  for (const path of ["lamp/\0", "lamp/+", "", "lamp"])
    expect(await findTopic(actor, "lamps", path)).toBeNull();
});
