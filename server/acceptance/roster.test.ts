import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Class, HandedPassword, Kit, Member, Page, Problem, RosterResult } from "../contract/shapes";
import { ask } from "./api";
import {
  joinAs,
  makeClass,
  makeColleague,
  openSchool,
  type Person,
  type School,
  setUp,
  tokenOf,
} from "./classroom";

let school: School;
let teo: Person;
let ines: Person;
let lab: Class & { joinCode: string };
let members: string;
let classes = 0;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  ines = await makeColleague(teo, await makeClass(teo, "Origin"), { username: "ines", className: "Den" });
});
afterAll(() => school.close());
beforeEach(async () => {
  lab = await makeClass(teo, "Lab", `lab-${++classes}`);
  members = `/api/v1/classes/${lab.slug}/members`;
});

const CSV = { "content-type": "text/csv" };
const send = <Body = RosterResult>(raw: string, query = "", as = teo) =>
  ask<Body>("POST", `${members}/import${query}`, { as: as.token, raw, headers: CSV });
const everybody = async () => (await ask<Page<Member>>("GET", members, { as: teo.token })).body.items;
const students = async () => (await everybody()).filter(({ role }) => role === "student");
const signIn = (username: string, password: string, slug = lab.slug) =>
  tokenOf({ class: slug, username, password });

test("P08 a roster is previewed, imported, and its passwords open the accounts", async () => {
  const roster = "이름;아이디;비밀번호\n김민준;민준;\nMina Lee;;warm wires\n;nobody;\n";
  const preview = await send(roster, "?preview=true");
  expect(preview.status).toBe(200);
  expect(preview.body).toMatchObject({ ready: 2, created: 0, refused: 1 });
  expect(await students()).toEqual([]);

  const { body } = await send(roster);
  expect(body).toMatchObject({ ready: 0, created: 2, refused: 1 });
  expect(body.rows).toMatchObject([
    { line: 2, name: "김민준", username: "민준", result: "created", makesPassword: true },
    { line: 3, name: "Mina Lee", username: "mina.lee", result: "created", password: "warm wires" },
    { line: 4, result: "refused", code: "bad-input", password: null },
  ]);
  expect(await signIn("민준", body.rows[0]?.password ?? "")).toBeTruthy();
  expect(await signIn("mina.lee", "warm wires")).toBeTruthy();
  expect((await students()).map(({ id }) => id)).toEqual(body.rows.flatMap(({ id }) => id ?? []));
  const { rows: written } = await school.database.pool.query(
    "SELECT about FROM audit JOIN class ON class.id = class_id WHERE slug = $1 AND action = 'member.added'",
    [lab.slug],
  );
  expect(written.map(({ about }) => about)).toEqual(["김민준 (민준)", "Mina Lee (mina.lee)"]);
});

test("P08 with atomic all lines are made or none, and nobody at all is a refusal", async () => {
  await send("Ada,ada,long enough\n");
  const refused = await send<Problem>("Ben,ben\nAda again,ada\n", "?atomic=true");
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ code: "already-taken", errors: [{ field: "line 2" }] });
  expect((await send<Problem>("Ada again,ada\n")).body).toMatchObject({ code: "already-taken" });
  expect((await students()).map(({ name }) => name)).toEqual(["Ada"]);
  expect((await send<RosterResult>("Ben,ben,long enough\nAda again,ada\n")).body).toMatchObject({
    created: 1,
    refused: 1,
  });
});

test.each([
  ["?atomic=yes", "Ada,ada", CSV, 400],
  ["?prewiev=true", "Ada,ada", CSV, 400],
  ["", '{"name":"Ada"}', { "content-type": "application/json" }, 400],
  ["", "", CSV, 400],
  ["", "Ada,ada\n".repeat(501), CSV, 413],
  ["", "x".repeat(1024 * 1024 + 1), CSV, 413],
])("P08 %s %.12s is refused, and nobody is made", async (query, raw, headers, status) => {
  const answer = await ask("POST", `${members}/import${query}`, { as: teo.token, raw, headers });
  expect(answer.status).toBe(status);
  expect(await students()).toEqual([]);
});

test("P08 two instructors who import the same roster at once: one row each, and one clear refusal", async () => {
  const ada = await joinAs("ada", lab);
  await ask("PATCH", `${members}/${ada.id}`, { as: teo.token, body: { role: "instructor" } });
  const roster = Array.from({ length: 6 }, (_, at) => `Kim ${at},kim${at},long enough\n`).join("");
  const answers = await Promise.all([send<Problem>(roster), send<Problem>(roster, "", ada)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: "already-taken" });
  expect((await students()).map(({ username }) => username)).toEqual([
    "kim0",
    "kim1",
    "kim2",
    "kim3",
    "kim4",
    "kim5",
  ]);
});

test("P08 the class's limit holds for rosters, and an archived class takes none", async () => {
  const patch = (body: object) => ask("PATCH", `/api/v1/classes/${lab.slug}`, { as: teo.token, body });
  await patch({ settings: { limits: { members: 2 } } });
  const { body } = await send("Ada,ada,long enough\nBen,ben,long enough\n");
  expect(body.rows.map(({ result, code }) => code ?? result)).toEqual(["created", "limit-reached"]);
  expect((await send<Problem>("Cora,cora\n")).status).toBe(422);
  await patch({ archived: true, settings: { limits: { members: 100 } } });
  expect((await send<Problem>("Cora,cora,long enough\n")).status).toBe(403);
});

test("P08 P28 the roster as a file: who is there, without passwords, and to be imported elsewhere", async () => {
  await send("=1+1,ada,long enough\n김민준,민준,long enough\n");
  const file = await ask<string>("GET", `${members}/export.csv`, { as: teo.token });
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(file.body.split("\r\n")).toEqual([
    "name,username,role,email,last_seen,suspended",
    expect.stringMatching(/^Teo,,instructor,teo@school\.test,/),
    "'=1+1,ada,student,,,",
    "김민준,민준,student,,,",
    "",
  ]);
  const other = await makeClass(teo, "Other");
  const { body } = await ask<RosterResult>("POST", `/api/v1/classes/${other.slug}/members/import`, {
    as: teo.token,
    raw: file.body,
    headers: CSV,
  });
  expect(body.rows.map(({ name, result, code }) => [name, code ?? result])).toEqual([
    ["Teo", "not-allowed"],
    ["=1+1", "created"],
    ["김민준", "created"],
  ]);
});

test("P07 new passwords for all students, or for some: shown once, and the old ones end", async () => {
  const [ada, ben] = [await joinAs("ada", lab), await joinAs("ben", lab)];
  const renew = (body: object = {}) =>
    ask<{ items: HandedPassword[] }>("POST", `${members}/passwords`, { as: teo.token, body });
  const all = await renew();
  expect(all.body.items.map(({ username }) => username)).toEqual(["ada", "ben"]);
  expect(new Set(all.body.items.map(({ password }) => password)).size).toBe(2);
  expect((await ask("GET", "/api/v1/me", { as: ada.token })).status).toBe(401);
  const token = await signIn("ada", all.body.items[0]?.password ?? "");
  expect((await renew({ users: [ben.id] })).body.items.map(({ id }) => id)).toEqual([ben.id]);
  expect((await ask("GET", "/api/v1/me", { as: token })).status).toBe(200);
  expect((await renew({ users: [ben.id, ines.id] })).status).toBe(404);
  expect((await renew({ users: [teo.id] })).status).toBe(404);
});

test("P08 a student moves to another class of the instructor's: the account goes along, the kits stay", async () => {
  const ada = await joinAs("ada", lab);
  await ask("POST", `/api/v1/classes/${lab.slug}/kits`, { as: ada.token, body: { name: "Desk" } });
  const other = await makeClass(teo, "Other");
  const move = (user: string, to: string, from = lab.slug) =>
    ask<Member>("POST", `/api/v1/classes/${from}/members/${user}/move`, {
      as: teo.token,
      body: { class: to },
    });
  expect((await move(ada.id, "den")).status).toBe(404);
  expect((await move(ada.id, lab.slug)).status).toBe(400);
  expect((await move(teo.id, other.slug)).status).toBe(403);
  const moved = await move(ada.id, other.slug);
  expect([moved.status, moved.body.username, moved.body.role]).toEqual([200, "ada", "student"]);
  const mine = await ask<Page<Class>>("GET", "/api/v1/classes", { as: ada.token });
  expect(mine.body.items.map(({ slug }) => slug)).toEqual([other.slug]);
  const kit = await ask<Kit>("GET", `/api/v1/classes/${lab.slug}/kits/desk`, { as: teo.token });
  expect(kit.body.owner).toBeNull();
  await joinAs("ada", lab);
  const namesake = (await students()).find(({ username }) => username === "ada");
  const refused = await move(namesake?.id ?? "", other.slug);
  expect([refused.status, (await students()).length]).toEqual([409, 1]);
});
