import { afterAll, beforeAll, expect, test } from "vitest";
import { kitPolicy } from "../authority/kits";
import type { Class, Kit, KitKey, Page, Problem } from "../contract/shapes";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, type Person, type School, setUp } from "./classroom";

let school: School;
let teo: Person;
let ada: Person;
let ben: Person;
let lamps: Class & { joinCode: string };

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  ben = await joinAs("ben", lamps);
});
afterAll(() => school.close());

const KITS = "/api/v1/classes/lamps/kits";
const make = (by: Person, body: object) => ask<Kit & KitKey & Problem>("POST", KITS, { as: by.token, body });
const opens = async ({ username, key }: KitKey) =>
  (await kitPolicy.authenticate({ username, password: key, clientId: "test" })) !== null;

test("P42 a registered kit has a name, an owner and a key that opens the broker", async () => {
  const made = await make(ada, { name: "Desk lamp" });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    slug: "desk-lamp",
    name: "Desk lamp",
    owner: { id: ada.id, username: "ada", name: "ada" },
    shareControl: false,
    online: false,
    lastSeenAt: null,
    createdAt: expect.any(Number),
    username: "lamps.desk-lamp",
    key: expect.stringMatching(/^[0-9a-z]{24}$/),
  });
  expect(await opens(made.body)).toBe(true);
  expect(await opens({ ...made.body, username: "lamps.other" })).toBe(false);
  const read = await ask("GET", `${KITS}/desk-lamp`, { as: ben.token });
  expect(read.body).not.toHaveProperty("key");
});

test("P42 a new key opens, the old one no longer", async () => {
  const { body: old } = await make(ada, { name: "Fan" });
  const shown = await ask<KitKey>("GET", `${KITS}/fan/key`, { as: ada.token });
  expect(shown.body).toEqual({ username: "lamps.fan", key: old.key });
  const renewed = await ask<KitKey>("POST", `${KITS}/fan/key`, { as: teo.token });
  expect([renewed.status, renewed.body.username]).toEqual([200, "lamps.fan"]);
  expect([await opens(old), await opens(renewed.body)]).toEqual([false, true]);
  for (const method of ["GET", "POST"])
    expect((await ask(method, `${KITS}/fan/key`, { as: ben.token })).status).toBe(403);
});

test("P08 the owner and the instructor change and delete a kit, a classmate does not", async () => {
  await make(ada, { name: "Pump" });
  const change = (by: Person, body: object) => ask<Kit>("PATCH", `${KITS}/pump`, { as: by.token, body });
  expect((await change(ben, { name: "Mine" })).status).toBe(403);
  expect((await change(ada, { name: "Water pump", shareControl: true })).body).toMatchObject({
    slug: "pump",
    name: "Water pump",
    shareControl: true,
  });
  expect((await change(ada, { owner: ben.id })).status).toBe(403);
  expect((await change(teo, { owner: ben.id })).body.owner?.id).toBe(ben.id);
  expect((await change(ada, { name: "Back" })).status).toBe(403);
  expect((await change(teo, { owner: "00000000-0000-4000-8000-000000000000" })).status).toBe(400);
  expect((await change(teo, { owner: null })).body.owner).toBeNull();
  expect((await ask("DELETE", `${KITS}/pump`, { as: ben.token })).status).toBe(403);
  expect((await ask("DELETE", `${KITS}/pump`, { as: teo.token })).status).toBe(204);
  expect((await ask("GET", `${KITS}/pump`, { as: teo.token })).status).toBe(404);
});

test("P08 an instructor makes kits that wait for their owners", async () => {
  const made = await make(teo, { name: "Kit 01", owner: null });
  expect([made.status, made.body.owner]).toEqual([201, null]);
  expect((await make(teo, { name: "Kit 02", owner: ben.id })).body.owner?.username).toBe("ben");
  expect((await make(ada, { name: "Kit 03", owner: ben.id })).status).toBe(403);
});

test("P17 a kit's slug is unique in its class: asked for it is already-taken, made of the name it is numbered", async () => {
  expect((await make(ada, { name: "Bell", slug: "bell" })).status).toBe(201);
  expect((await make(ben, { name: "Bell", slug: "bell" })).body).toMatchObject({
    status: 409,
    code: "already-taken",
  });
  expect((await make(ben, { name: "Bell" })).body.slug).toBe("bell-2");
  expect((await make(ben, { name: "Shared" })).body.slug).toBe("shared-2");
  expect((await make(ben, { name: "Board", slug: "shared" })).status).toBe(400);
  expect((await make(ben, { name: "전등" })).body.slug).toMatch(/^kit-[a-z0-9]{4}$/);
});

test("P17 kits made at the same time: one under one slug, six under one name, never more than the class may have", async () => {
  const six = (body: object) => Promise.all(Array.from({ length: 6 }, () => make(ada, body)));
  const slugs = await six({ name: "Siren", slug: "siren" });
  expect(slugs.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  const names = await six({ name: "Motor" });
  expect(new Set(names.map(({ body }) => body.slug)).size).toBe(6);
  const before = await school.database.prisma.kit.count();
  const limits = { settings: { limits: { kits: before + 2 } } };
  await ask("PATCH", "/api/v1/classes/lamps", { as: teo.token, body: limits });
  const limited = await six({ name: "Valve" });
  expect(limited.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(limited.filter(({ body }) => body.code === "limit-reached")).toHaveLength(4);
  expect(await school.database.prisma.kit.count()).toBe(before + 2);
  await ask("PATCH", "/api/v1/classes/lamps", {
    as: teo.token,
    body: { settings: { limits: { kits: 300 } } },
  });
});

test("P08 with private kits a classmate's kit does not exist", async () => {
  await make(ada, { name: "Diary" });
  const set = (privateKits: boolean) =>
    ask("PATCH", "/api/v1/classes/lamps", { as: teo.token, body: { settings: { privateKits } } });
  await set(true);
  const missing = await ask("GET", `${KITS}/no-such-kit`, { as: ben.token });
  for (const [method, address] of [
    ["GET", `${KITS}/diary`],
    ["PATCH", `${KITS}/diary`],
    ["DELETE", `${KITS}/diary`],
    ["GET", `${KITS}/diary/key`],
    ["POST", `${KITS}/diary/key`],
  ] as const) {
    const { status, body } = await ask(method, address, {
      as: ben.token,
      ...(method === "PATCH" ? { body: {} } : {}),
    });
    expect([method, address, status, body]).toEqual([method, address, 404, missing.body]);
  }
  const listed = await ask<Page<Kit>>("GET", KITS, { as: ben.token });
  expect(listed.body.items.every(({ owner }) => owner?.id === ben.id)).toBe(true);
  expect((await ask("GET", `${KITS}/diary`, { as: ada.token })).status).toBe(200);
  expect((await ask("GET", `${KITS}/diary`, { as: teo.token })).status).toBe(200);
  await set(false);
  expect((await ask("GET", `${KITS}/diary`, { as: ben.token })).status).toBe(200);
});

test("P08 an archived class can be read and nothing more", async () => {
  await make(ada, { name: "Relic" });
  const archive = (archived: boolean) =>
    ask("PATCH", "/api/v1/classes/lamps", { as: teo.token, body: { archived } });
  await archive(true);
  expect((await ask("GET", `${KITS}/relic`, { as: ada.token })).status).toBe(200);
  for (const person of [ada, teo]) {
    expect((await make(person, { name: "More" })).status).toBe(403);
    expect((await ask("PATCH", `${KITS}/relic`, { as: person.token, body: { name: "New" } })).status).toBe(
      403,
    );
    expect((await ask("DELETE", `${KITS}/relic`, { as: person.token })).status).toBe(403);
  }
  await archive(false);
  expect((await ask("DELETE", `${KITS}/relic`, { as: ada.token })).status).toBe(204);
});
