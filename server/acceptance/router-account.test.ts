import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Class, Problem } from "../contract/shapes";
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

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());

let classes = 0;
/** A class of the test's own. */
const newClass = () => makeClass(teo, "Lamps", `lamps-${++classes}`);
const membersOf = (slug: string) => school.database.prisma.membership.count({ where: { class: { slug } } });

const ADA = { username: "ada", name: "Ada", password: PASSWORD };

describe("token", () => {
  test("P12 a token is given for e-mail and password, or class, user name and password", async () => {
    const lamps = await newClass();
    const ada = await joinAs("Ada", lamps);
    const given = await ask<{ token: string; expiresAt: number }>("POST", "/api/v1/token", {
      body: { class: lamps.slug, username: " aDA ", password: PASSWORD },
    });
    expect(given.status).toBe(200);
    const minutes = (given.body.expiresAt - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(55);
    expect(minutes).toBeLessThan(65);
    const me = await ask<{ user: { id: string } }>("GET", "/api/v1/me", { as: given.body.token });
    expect(me.body.user.id).toBe(ada.id);
  });

  test("P07 a wrong password, an unknown person and an unknown class are answered alike", async () => {
    const lamps = await newClass();
    await joinAs("ada", lamps);
    const answers = await Promise.all(
      [
        { email: "teo@school.test", password: "wrong-password" },
        { email: "nobody@school.test", password: PASSWORD },
        { class: lamps.slug, username: "ada", password: "wrong-password" },
        { class: lamps.slug, username: "ben", password: PASSWORD },
        { class: "no-such", username: "ada", password: PASSWORD },
      ].map((body) => ask<Problem>("POST", "/api/v1/token", { body })),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]?.body);
    }
  });

  test("P07 guessing one account's password is slowed, and its neighbour's is not", async () => {
    const lamps = await newClass();
    await joinAs("ada", lamps);
    await joinAs("ben", lamps);
    const guess = () =>
      ask("POST", "/api/v1/token", {
        body: { class: lamps.slug, username: "ada", password: "wrong-password" },
      });
    const answers = [];
    for (let guesses = 0; guesses < 14; guesses++) answers.push(await guess());
    const slowed = answers.find(({ status }) => status === 429);
    expect(slowed?.body.code).toBe("too-many");
    expect(Number(slowed?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await tokenOf({ class: lamps.slug, username: "ben", password: PASSWORD })).toBeTruthy();
  });
});

describe("join", () => {
  let lamps: Class & { joinCode: string };

  beforeEach(async () => {
    lamps = await newClass();
  });

  test("P07 a student joins by the code, typed as it comes, without e-mail", async () => {
    const typed = ` ${lamps.joinCode.slice(0, 3)}-${lamps.joinCode.slice(3).toLowerCase()} `;
    const joined = await ask("POST", "/api/v1/join", { body: { code: typed, ...ADA } });
    expect(joined.status).toBe(201);
    expect(joined.body).toEqual({
      user: {
        id: expect.any(String),
        username: "ada",
        name: "Ada",
        role: "student",
        lastSeenAt: null,
        suspendedAt: null,
      },
      class: expect.objectContaining({ slug: lamps.slug, name: "Lamps", role: "student" }),
    });
    expect(joined.body.class).not.toHaveProperty("joinCode");
  });

  test("P07 a code that is unknown, closed, renewed or of an archived class opens nothing, in the same words", async () => {
    const tryToJoin = (code: string) => ask<Problem>("POST", "/api/v1/join", { body: { code, ...ADA } });
    const change = (body: object) => ask("PATCH", `/api/v1/classes/${lamps.slug}`, { as: teo.token, body });
    const unknown = await tryToJoin("ZZZZZZ");
    await change({ joinOpen: false });
    const closed = await tryToJoin(lamps.joinCode);
    await change({ joinOpen: true, archived: true });
    const archived = await tryToJoin(lamps.joinCode);
    await change({ archived: false, renewJoinCode: true });
    const renewed = await tryToJoin(lamps.joinCode);
    for (const { status, body } of [unknown, closed, archived, renewed]) {
      expect(status).toBe(404);
      expect(body).toEqual(unknown.body);
    }
    expect(await membersOf(lamps.slug)).toBe(1);
  });

  test("P17 a user name that looks like another's is already-taken", async () => {
    await joinAs("ada", lamps);
    for (const username of ["ADA", "ａｄａ", " ada "]) {
      const joined = await ask("POST", "/api/v1/join", { body: { code: lamps.joinCode, ...ADA, username } });
      expect([username, joined.status, joined.body.code]).toEqual([username, 409, "already-taken"]);
    }
    expect(await membersOf(lamps.slug)).toBe(2);
  });

  test("P17 of five who join under one name at the same time one does", async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        ask("POST", "/api/v1/join", { body: { code: lamps.joinCode, ...ADA } }),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await membersOf(lamps.slug)).toBe(2);
  });

  test("P17 the class's number of members holds when many join at the same time", async () => {
    await ask("PATCH", `/api/v1/classes/${lamps.slug}`, {
      as: teo.token,
      body: { settings: { limits: { members: 4 } } },
    });
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        ask("POST", "/api/v1/join", {
          body: { code: lamps.joinCode, ...ADA, username: `student-${number}` },
        }),
      ),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(all.filter(({ body }) => body.code === "limit-reached")).toHaveLength(5);
    expect(await membersOf(lamps.slug)).toBe(4);
  });

  test("P07 a PIN is a password only where the class allows it", async () => {
    const joinWith = (password: string, username: string) =>
      ask<Problem>("POST", "/api/v1/join", {
        body: { code: lamps.joinCode, name: "Ada", username, password },
      });
    const refused = await joinWith("4711", "ada");
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, "password"]);
    await ask("PATCH", `/api/v1/classes/${lamps.slug}`, {
      as: teo.token,
      body: { settings: { allowPins: true } },
    });
    expect((await joinWith("4711", "ada")).status).toBe(201);
    expect((await joinWith("471", "ben")).status).toBe(400);
    expect((await joinWith("abcd", "cem")).status).toBe(400);
  });
});
