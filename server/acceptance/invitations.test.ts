import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Class, Member, Page, Problem } from "../contract/shapes";
import { ask } from "./api";
import {
  joinAs,
  makeClass,
  openSchool,
  PASSWORD,
  type Person,
  type School,
  setUp,
  tokenOf,
} from "./classroom";

let school: School;
let teo: Person;
let lab: Class & { joinCode: string };
let classes = 0;
let people = 0;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());
beforeEach(async () => {
  lab = await makeClass(teo, "Lab", `lab-${++classes}`);
});

type Joined = { user: Member; class: Class };

async function invite(by = teo, slug = lab.slug): Promise<string> {
  const made = await ask<{ code: string; path: string }>("POST", `/api/v1/classes/${slug}/invitations`, {
    as: by.token,
  });
  expect(made.body.path).toBe(`/invite/${made.body.code}`);
  return made.body.code;
}

const someone = () => ({ name: "Ines", email: `ines${++people}@school.test`, password: PASSWORD });
const join = (code: string, person = someone()) =>
  ask<Joined & Problem>("POST", "/api/v1/invitations", { body: { code, ...person } });
const accept = (code: string, { token }: Person) =>
  ask<Joined & Problem>("POST", "/api/v1/invitations/accept", { as: token, body: { code } });
const instructors = async () => {
  const { body } = await ask<Page<Member>>("GET", `/api/v1/classes/${lab.slug}/members`, { as: teo.token });
  return body.items.filter(({ role }) => role === "instructor").map(({ name }) => name);
};

test("P08 somebody new becomes an instructor by an invitation, with equal rights", async () => {
  const person = someone();
  const joined = await join(await invite(), person);
  expect([joined.status, joined.body.user.role, joined.body.class.slug]).toEqual([
    201,
    "instructor",
    lab.slug,
  ]);
  const ines = { id: joined.body.user.id, token: await tokenOf(person) };
  expect(await instructors()).toEqual(["Teo", "Ines"]);
  const seat = `/api/v1/classes/${lab.slug}/members/${teo.id}`;
  expect((await ask("DELETE", seat, { as: ines.token })).status).toBe(204);
  const last = `/api/v1/classes/${lab.slug}/members/${ines.id}`;
  expect((await ask("DELETE", last, { as: ines.token })).status).toBe(403);
});

test("P08 of two instructors who remove each other at the same instant one stays", async () => {
  const person = someone();
  const { body } = await join(await invite(), person);
  const ines = { id: body.user.id, token: await tokenOf(person) };
  const remove = (by: Person, whom: Person) =>
    ask("DELETE", `/api/v1/classes/${lab.slug}/members/${whom.id}`, { as: by.token });
  const answers = await Promise.all([remove(teo, ines), remove(ines, teo)]);
  expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(1);
  const left = { role: "instructor" as const, class: { slug: lab.slug } };
  expect(await school.database.prisma.membership.count({ where: left })).toBe(1);
});

test("P08 of two who open one invitation at the same instant one comes in, and it is used up", async () => {
  const code = await invite();
  const answers = await Promise.all([join(code), join(code), join(code)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
  expect(await instructors()).toEqual(["Teo", "Ines"]);
  expect((await join(code)).body.code).toBe("not-found");
});

test("P08 an invitation ends after seven days, with its class, and with the rights of who made it", async () => {
  const [old, archived] = [await invite(), await invite()];
  const { pool } = school.database;
  const { rows } = await pool.query<{ days: number }>(
    "SELECT extract(day FROM max(expires_at) - now())::int AS days FROM invitation",
  );
  expect(rows[0]?.days).toBe(6); // and some hours
  await pool.query("UPDATE invitation SET expires_at = now()");
  expect((await join(old)).status).toBe(404);

  await pool.query("UPDATE invitation SET expires_at = now() + interval '1 day'");
  const turn = (isArchived: boolean) =>
    ask("PATCH", `/api/v1/classes/${lab.slug}`, { as: teo.token, body: { archived: isArchived } });
  await turn(true);
  expect((await join(archived)).status).toBe(404);
  await turn(false);
  const ada = await joinAs(`ada${++people}`, lab);
  const change = (role: string) =>
    ask("PATCH", `/api/v1/classes/${lab.slug}/members/${ada.id}`, { as: teo.token, body: { role } });
  await change("instructor");
  const hers = await invite(ada);
  await change("student");
  expect((await join(hers)).status).toBe(404);
  expect((await join(archived)).status).toBe(201);
});

test("P08 who has an account accepts with it; a student's account does not", async () => {
  const person = someone();
  const { body } = await join(await invite(), person);
  const ines = { id: body.user.id, token: await tokenOf(person) };
  const other = await makeClass(teo, "Other");
  const code = await invite(teo, other.slug);
  expect((await accept(code, await joinAs("ben", lab))).status).toBe(403);
  expect((await accept(code, teo)).body.code).toBe("already-taken");
  expect((await join(code, person)).status).toBe(409);
  expect((await accept(code, ines)).body.class.slug).toBe(other.slug);
  expect((await accept(code, ines)).status).toBe(404);
});

test("P08 an invitation is listed without its code, and opens nothing once it is withdrawn", async () => {
  const path = `/api/v1/classes/${lab.slug}/invitations`;
  const [kept, withdrawn] = [await invite(), await invite()];
  const listed = await ask<Page<{ id: string; by: string }>>("GET", path, { as: teo.token });
  expect(listed.body.items.map(({ by }) => by)).toEqual(["Teo", "Teo"]);
  expect(JSON.stringify(listed.body)).not.toContain(withdrawn);
  const first = await ask<Page<{ id: string }>>("GET", `${path}?limit=1`, { as: teo.token });
  expect(first.body.items).toEqual(listed.body.items.slice(0, 1));
  const id = listed.body.items[1]?.id;
  expect((await ask("DELETE", `${path}/${id}`, { as: teo.token })).status).toBe(204);
  expect((await ask("DELETE", `${path}/${id}`, { as: teo.token })).status).toBe(404);
  expect((await join(withdrawn)).status).toBe(404);
  expect((await join(kept)).status).toBe(201);
  expect((await ask<Page<unknown>>("GET", path, { as: teo.token })).body.items).toEqual([]);
});

test("P15 the invitations of an instructor end with their rights, for good", async () => {
  const joined = await join(await invite());
  const kay = { name: "Kay", email: `kay${++people}@school.test`, password: PASSWORD };
  await join(await invite(), kay);
  const byKay = await invite({ id: "", token: await tokenOf(kay) });
  const { body } = await ask<Page<Member>>("GET", `/api/v1/classes/${lab.slug}/members`, { as: teo.token });
  const seat = `/api/v1/classes/${lab.slug}/members/${body.items.find(({ name }) => name === "Kay")?.id}`;
  for (const role of ["student", "instructor"])
    expect((await ask("PATCH", seat, { as: teo.token, body: { role } })).status).toBe(200);
  expect((await join(byKay)).status).toBe(404);
  expect(joined.status).toBe(201);
});
