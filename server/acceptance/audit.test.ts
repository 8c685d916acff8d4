import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AuditEntry } from "../contract/audit";
import type { Class, Member, Page } from "../contract/shapes";
import { sweepAudit } from "../sql/audit";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, PASSWORD, type Person, type School, setUp } from "./classroom";

let school: School;
let teo: Person;
let lamps: Class & { joinCode: string };
let here: string;
let classes = 0;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());
beforeEach(async () => {
  lamps = await makeClass(teo, "Lamps", `lamps-${++classes}`);
  here = `/api/v1/classes/${lamps.slug}`;
});

const asTeo = (method: string, path: string, body?: object) =>
  ask<{ id: string }>(method, here + path, { as: teo.token, body });
const list = async (query = "") =>
  (await ask<Page<AuditEntry>>("GET", `${here}/audit${query}`, { as: teo.token })).body;
/** What happened since the class was made, the oldest first. */
const said = async () =>
  (await list()).items
    .map(({ action, by, about, detail }) => [action, by, about, detail])
    .reverse()
    .slice(1);

test("P08 joins, changes, renewals and removals of people are written down with their names", async () => {
  const ada = await joinAs("ada", lamps);
  const { body: made } = await asTeo("POST", "/members", {
    username: "민준",
    name: "김민준",
    password: PASSWORD,
  });
  const change = (body: object) => asTeo("PATCH", `/members/${made.id}`, body);
  await change({ name: "Minjun" });
  await change({ name: "Minjun" }); // nothing has changed
  await change({ role: "instructor", suspended: true });
  await change({ suspended: false });
  await asTeo("POST", `/members/${ada.id}/password`, {});
  await asTeo("DELETE", `/members/${made.id}`);
  expect(await said()).toEqual([
    ["member.joined", "ada", "ada", null],
    ["member.added", "Teo", "김민준 (민준)", null],
    ["member.renamed", "Teo", "김민준 (민준)", "Minjun"],
    ["role.changed", "Teo", "Minjun (민준)", "instructor"],
    ["member.suspended", "Teo", "Minjun (민준)", null],
    ["member.restored", "Teo", "Minjun (민준)", null],
    ["password.renewed", "Teo", "ada", null],
    ["member.removed", "Teo", "Minjun (민준)", null],
  ]);
});

test("P08 so are kits, topics, history, the code and the settings", async () => {
  const ada = await joinAs("ada", lamps);
  const asAda = (method: string, path: string, body?: object) =>
    ask(method, here + path, { as: ada.token, body });
  await asAda("POST", "/kits", { name: "Desk lamp" });
  await asAda("POST", "/kits/desk-lamp/key");
  await asTeo("PATCH", "/kits/desk-lamp", { owner: teo.id });
  await asTeo("PATCH", "/kits/desk-lamp", { owner: null });
  await asTeo("POST", "/topics", { topic: `${lamps.slug}/desk-lamp/lux` });
  await asTeo("DELETE", `/messages?topic=${lamps.slug}/desk-lamp/lux&before=0`);
  await asTeo("DELETE", "/topics/desk-lamp/lux");
  await asTeo("DELETE", "/kits/desk-lamp");
  await asTeo("PATCH", "", { renewJoinCode: true, joinOpen: false });
  await asTeo("PATCH", "", { settings: { allowPins: true, limits: { kits: 40, members: 300 } } });
  await asTeo("PATCH", "", { archived: true });
  await asTeo("PATCH", "", { archived: false });
  expect((await said()).slice(1)).toEqual([
    ["kit.created", "ada", "desk-lamp", null],
    ["kit.key-renewed", "ada", "desk-lamp", null],
    ["kit.handed-on", "Teo", "desk-lamp", "Teo"],
    ["kit.handed-on", "Teo", "desk-lamp", null],
    ["history.deleted", "Teo", `${lamps.slug}/desk-lamp/lux`, "1970-01-01T00:00:00.000Z"],
    ["topic.removed", "Teo", "desk-lamp/lux", null],
    ["kit.removed", "Teo", "desk-lamp", null],
    ["code.renewed", "Teo", null, null],
    ["code.closed", "Teo", null, null],
    ["class.changed", "Teo", null, "allowPins: true"],
    ["class.changed", "Teo", null, "kits: 40"],
    ["class.archived", "Teo", null, null],
    ["class.restored", "Teo", null, null],
  ]);
});

test("P08 what was refused is not written down, and what was is read page by page", async () => {
  const ada = await joinAs("ada", lamps);
  await ask("PATCH", here, { as: ada.token, body: { joinOpen: false } });
  await asTeo("PATCH", `/members/${teo.id}`, { role: "student" });
  for (let kit = 1; kit <= 5; kit++) await asTeo("POST", "/kits", { name: `Kit ${kit}` });
  const all = (await list()).items;
  expect(all.map(({ action }) => action)).toEqual([
    ...Array(5).fill("kit.created"),
    "member.joined",
    "class.created",
  ]);
  const pages: AuditEntry[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    pages.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(all);
  expect((await ask("GET", `${here}/audit?cursor=x`, { as: teo.token })).status).toBe(400);
});

test("P08 an account that is deleted takes its name out of the list; that something was done stays", async () => {
  const ada = await joinAs("ada", lamps);
  await ask("POST", `${here}/kits`, { as: ada.token, body: { name: "Desk" } });
  await asTeo("PATCH", "/kits/desk", { owner: ada.id });
  await ask("DELETE", "/api/v1/me", { as: ada.token, body: { password: PASSWORD } });
  expect(await said()).toEqual([
    ["member.joined", null, null, null],
    ["kit.created", null, "desk", null],
    ["kit.handed-on", "Teo", "desk", null],
    ["member.left", null, null, null],
  ]);
});

test("what an app does is told apart from what its maker does", async () => {
  const { body } = await ask<Member & { secret: string }>("POST", "/api/v1/tokens", {
    as: teo.token,
    body: { name: "Script" },
  });
  await ask("POST", `${here}/kits`, { as: body.secret, body: { name: "Desk" } });
  expect((await list()).items[0]).toMatchObject({ action: "kit.created", by: "Teo", byToken: true });
});

test("the list of a class is bounded in number and in age", async () => {
  for (let kit = 1; kit <= 4; kit++) await asTeo("POST", "/kits", { name: `Kit ${kit}` });
  await sweepAudit(3);
  expect((await list()).items.map(({ about }) => about)).toEqual(["kit-4", "kit-3", "kit-2"]);
  await school.database.pool.query("UPDATE audit SET at = at - interval '401 days' WHERE about = 'kit-2'");
  await sweepAudit();
  expect((await list()).items.map(({ about }) => about)).toEqual(["kit-4", "kit-3"]);
});
