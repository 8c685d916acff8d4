import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Class, Kit, Member, Page } from "../contract/shapes";
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
let lamps: Class & { joinCode: string };

/** The members of a class of the test's own. */
let members: string;
let classes = 0;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());
beforeEach(async () => {
  lamps = await makeClass(teo, "Lamps", `lamps-${++classes}`);
  members = `/api/v1/classes/${lamps.slug}/members`;
});

const change = (who: Person, body: object) =>
  ask<Member>("PATCH", `${members}/${who.id}`, { as: teo.token, body });

test("P08 an instructor makes a student's account, lists and renames it", async () => {
  const body = { username: "민준", name: "김민준", password: PASSWORD };
  const made = await ask<Member>("POST", members, { as: teo.token, body });
  expect([made.status, made.body.username, made.body.name, made.body.role]).toEqual([
    201,
    "민준",
    "김민준",
    "student",
  ]);
  expect(await tokenOf({ class: lamps.slug, username: "민준", password: PASSWORD })).toBeTruthy();
  expect((await ask("POST", members, { as: teo.token, body })).body).toMatchObject({ code: "already-taken" });
  const renamed = await change({ id: made.body.id, token: "" }, { name: "Minjun" });
  expect(renamed.body.name).toBe("Minjun");
  const { body: list } = await ask<Page<Member>>("GET", members, { as: teo.token });
  expect(list.items.map(({ name, role }) => [name, role])).toEqual([
    ["Teo", "instructor"],
    ["Minjun", "student"],
  ]);
  expect(list.items[0]?.email).toBe("teo@school.test");
  expect(JSON.stringify(list)).not.toContain("scrypt");
});

test("P08 the last instructor can neither be removed nor demoted nor suspended, even by two at once", async () => {
  expect((await change(teo, { role: "student" })).status).toBe(403);
  expect((await change(teo, { suspended: true })).status).toBe(403);
  expect((await ask("DELETE", `${members}/${teo.id}`, { as: teo.token })).status).toBe(403);
  const ada = await joinAs("ada", lamps);
  await change(ada, { role: "instructor" });
  const demote = (by: Person, whom: Person) =>
    ask("PATCH", `${members}/${whom.id}`, { as: by.token, body: { role: "student" } });
  await Promise.all([demote(teo, ada), demote(ada, teo)]);
  const instructors = await school.database.prisma.membership.count({
    where: { role: "instructor", class: { slug: lamps.slug } },
  });
  expect(instructors).toBe(1);
});

test("P08 a removed student's account goes, the kit stays without an owner", async () => {
  const ada = await joinAs("ada", lamps);
  await ask("POST", `/api/v1/classes/${lamps.slug}/kits`, { as: ada.token, body: { name: "Desk" } });
  expect((await ask("DELETE", `${members}/${ada.id}`, { as: teo.token })).status).toBe(204);
  expect(
    (await ask<Kit>("GET", `/api/v1/classes/${lamps.slug}/kits/desk`, { as: teo.token })).body.owner,
  ).toBeNull();
  expect(await school.database.prisma.user.count({ where: { id: ada.id } })).toBe(0);
  expect((await ask("DELETE", `${members}/${ada.id}`, { as: teo.token })).status).toBe(404);
});

test("P07 a new password is shown once and ends what the old one opened", async () => {
  const ada = await joinAs("ada", lamps);
  const reset = (body?: object) =>
    ask<{ password: string }>("POST", `${members}/${ada.id}/password`, {
      as: teo.token,
      ...(body ? { body } : {}),
    });
  const made = await reset();
  expect(made.status).toBe(200);
  expect(made.body.password).toMatch(/^[a-z2-9]{10}$/);
  expect((await ask("GET", "/api/v1/me", { as: ada.token })).status).toBe(401);
  expect(await tokenOf({ class: lamps.slug, username: "ada", password: made.body.password })).toBeTruthy();
  expect((await reset({ password: "chosen-by-teo" })).body).toEqual({ password: "chosen-by-teo" });
  expect((await reset({ password: "4711" })).status).toBe(400);
});

test("P07 nobody gets at an account that reaches beyond the class by giving it a new password", async () => {
  const ada = await joinAs("ada", lamps);
  await change(ada, { role: "instructor" });
  await makeClass(ada, "Robots");
  const reset = (by: Person, whom: Person) => ask("POST", `${members}/${whom.id}/password`, { as: by.token });
  expect((await reset(teo, ada)).status).toBe(403);
  expect((await reset(ada, teo)).status).toBe(403);
  expect((await change(teo, { name: "Somebody" })).body.name).toBe("Somebody");
  const rename = await ask("PATCH", `${members}/${teo.id}`, { as: ada.token, body: { name: "Fool" } });
  expect(rename.status).toBe(403);
});

test("P06 a member whom there is not is not-found", async () => {
  for (const user of ["nobody", "00000000-0000-0000-0000-000000000000", "%00"]) {
    for (const [method, address] of [
      ["PATCH", `${members}/${user}`],
      ["DELETE", `${members}/${user}`],
      ["POST", `${members}/${user}/password`],
    ] as const) {
      const { status, body } = await ask(method, address, { as: teo.token, body: {} });
      expect([address, status, body.code]).toEqual([address, 404, "not-found"]);
    }
  }
});
