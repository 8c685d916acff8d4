import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sessionSecret } from "../authority/session";
import type { Class, Problem } from "../contract/shapes";
import { ask } from "./api";
import {
  joinAs,
  makeClass,
  makeColleague,
  openSchool,
  PASSWORD,
  type Person,
  type School,
  setUp,
  tokenOf,
} from "./classroom";

let school: School;

beforeEach(async () => {
  school = await openSchool();
});
afterEach(() => school.close());

const ADA = { username: "ada", name: "Ada", password: PASSWORD };

describe("setup", () => {
  const first = () => ({
    setupCode: school.setupCode,
    name: "Teo",
    email: "Teo@School.test ",
    password: PASSWORD,
  });

  test("P07 the setup code makes the first instructor, once", async () => {
    const made = await ask("POST", "/api/v1/setup", { body: first() });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: "Teo", email: "teo@school.test", role: "instructor" });
    expect((await ask("POST", "/api/v1/setup", { body: first() })).status).toBe(409);
    expect((await ask("POST", "/api/v1/setup", { body: {} })).body).toMatchObject({ code: "already-taken" });
  });

  test("P07 a wrong setup code and a bad address make nobody", async () => {
    const wrong = await ask("POST", "/api/v1/setup", { body: { ...first(), setupCode: "NOPE-NOPE-NOPE" } });
    expect([wrong.status, wrong.body.code]).toEqual([403, "not-allowed"]);
    const bad = await ask<Problem>("POST", "/api/v1/setup", {
      body: { ...first(), email: "teo", password: "short" },
    });
    expect(bad.status).toBe(400);
    expect(bad.body.errors?.map(({ field }) => field)).toEqual(["email", "password"]);
    expect(await school.database.prisma.user.count()).toBe(0);
  });

  test("P17 of two who set up at the same time one is the first", async () => {
    const both = await Promise.all([1, 2].map(() => ask("POST", "/api/v1/setup", { body: first() })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await school.database.prisma.user.count()).toBe(1);
  });
});

describe("token", () => {
  test("P12 a token is given for e-mail and password, or class, user name and password", async () => {
    const teo = await setUp(school);
    const lamps = await makeClass(teo, "Lamps");
    const ada = await joinAs("Ada", lamps);
    const given = await ask<{ token: string; expiresAt: number }>("POST", "/api/v1/token", {
      body: { class: "lamps", username: " aDA ", password: PASSWORD },
    });
    expect(given.status).toBe(200);
    const minutes = (given.body.expiresAt - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(55);
    expect(minutes).toBeLessThan(65);
    const me = await ask<{ user: { id: string } }>("GET", "/api/v1/me", { as: given.body.token });
    expect(me.body.user.id).toBe(ada.id);
  });

  test("P07 a wrong password, an unknown person and an unknown class are answered alike", async () => {
    const lamps = await makeClass(await setUp(school), "Lamps");
    await joinAs("ada", lamps);
    const answers = await Promise.all(
      [
        { email: "teo@school.test", password: "wrong-password" },
        { email: "nobody@school.test", password: PASSWORD },
        { class: "lamps", username: "ada", password: "wrong-password" },
        { class: "lamps", username: "ben", password: PASSWORD },
        { class: "no-such", username: "ada", password: PASSWORD },
      ].map((body) => ask<Problem>("POST", "/api/v1/token", { body })),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]?.body);
    }
  });

  test("P07 guessing one account's password is slowed, and its neighbour's is not", async () => {
    const lamps = await makeClass(await setUp(school), "Lamps");
    await joinAs("ada", lamps);
    await joinAs("ben", lamps);
    const guess = () =>
      ask("POST", "/api/v1/token", { body: { class: "lamps", username: "ada", password: "wrong-password" } });
    const answers = [];
    for (let guesses = 0; guesses < 14; guesses++) answers.push(await guess());
    const slowed = answers.find(({ status }) => status === 429);
    expect(slowed?.body.code).toBe("too-many");
    expect(Number(slowed?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await tokenOf({ class: "lamps", username: "ben", password: PASSWORD })).toBeTruthy();
  });
});

describe("join", () => {
  let lamps: Class & { joinCode: string };
  let teo: Person;

  beforeEach(async () => {
    teo = await setUp(school);
    lamps = await makeClass(teo, "Lamps");
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
      class: expect.objectContaining({ slug: "lamps", name: "Lamps", role: "student" }),
    });
    expect(joined.body.class).not.toHaveProperty("joinCode");
  });

  test("P07 a code that is unknown, closed, renewed or of an archived class opens nothing, in the same words", async () => {
    const tryToJoin = (code: string) => ask<Problem>("POST", "/api/v1/join", { body: { code, ...ADA } });
    const change = (body: object) => ask("PATCH", "/api/v1/classes/lamps", { as: teo.token, body });
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
    expect(await school.database.prisma.membership.count()).toBe(1);
  });

  test("P17 a user name that looks like another's is already-taken", async () => {
    await joinAs("ada", lamps);
    for (const username of ["ADA", "ａｄａ", "ada\u200b"]) {
      const joined = await ask("POST", "/api/v1/join", { body: { code: lamps.joinCode, ...ADA, username } });
      expect([username, joined.status, joined.body.code]).toEqual([username, 409, "already-taken"]);
    }
    expect(await school.database.prisma.user.count()).toBe(2);
  });

  test("P17 of five who join under one name at the same time one does", async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        ask("POST", "/api/v1/join", { body: { code: lamps.joinCode, ...ADA } }),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await school.database.prisma.user.count()).toBe(2);
  });

  test("P17 the class's number of members holds when many join at the same time", async () => {
    await ask("PATCH", "/api/v1/classes/lamps", {
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
    expect(await school.database.prisma.membership.count()).toBe(4);
  });

  test("P07 a PIN is a password only where the class allows it", async () => {
    const joinWith = (password: string, username: string) =>
      ask<Problem>("POST", "/api/v1/join", {
        body: { code: lamps.joinCode, name: "Ada", username, password },
      });
    const refused = await joinWith("4711", "ada");
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, "password"]);
    await ask("PATCH", "/api/v1/classes/lamps", { as: teo.token, body: { settings: { allowPins: true } } });
    expect((await joinWith("4711", "ada")).status).toBe(201);
    expect((await joinWith("471", "ben")).status).toBe(400);
    expect((await joinWith("abcd", "cem")).status).toBe(400);
  });

  test("P07 guessing codes is slowed", async () => {
    const statuses = [];
    for (let guesses = 0; guesses < 230; guesses++) {
      const { status } = await ask("POST", "/api/v1/join", { body: { code: `ZZ${guesses}`, ...ADA } });
      statuses.push(status);
    }
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
  });
});

describe("me", () => {
  test("P07 says who asks and in which classes", async () => {
    const teo = await setUp(school);
    const lamps = await makeClass(teo, "Lamps");
    const ada = await joinAs("ada", lamps);
    const me = await ask("GET", "/api/v1/me", { as: ada.token });
    expect(me.body).toEqual({
      user: { id: ada.id, username: "ada", name: "ada" },
      classes: [expect.objectContaining({ slug: "lamps", role: "student" })],
    });
    expect((await ask("GET", "/api/v1/me", { as: teo.token })).body).toMatchObject({
      user: { name: "Teo", email: "teo@school.test" },
      classes: [{ slug: "lamps", role: "instructor", joinCode: lamps.joinCode, joinOpen: true }],
    });
  });

  test("P07 a new password needs the one that was, and ends the tokens of before", async () => {
    const ada = await joinAs("ada", await makeClass(await setUp(school), "Lamps"));
    const change = (body: object) => ask("PATCH", "/api/v1/me", { as: ada.token, body });
    expect((await change({ password: "another-one" })).status).toBe(400);
    expect((await change({ password: "another-one", currentPassword: "guessed-it" })).status).toBe(403);
    expect((await change({ name: "Ada L." })).body).toMatchObject({ user: { name: "Ada L." } });
    expect((await change({ password: "another-one", currentPassword: PASSWORD })).status).toBe(200);
    expect((await ask("GET", "/api/v1/me", { as: ada.token })).status).toBe(401);
    expect(await tokenOf({ class: "lamps", username: "ada", password: "another-one" })).toBeTruthy();
  });

  test("P07 a deleted account leaves nothing personal behind; the kit stays", async () => {
    const teo = await setUp(school);
    const ada = await joinAs("ada", await makeClass(teo, "Lamps"));
    await ask("POST", "/api/v1/classes/lamps/kits", { as: ada.token, body: { name: "Desk" } });
    expect(
      (await ask("DELETE", "/api/v1/me", { as: ada.token, body: { password: "guessed-it" } })).status,
    ).toBe(403);
    expect((await ask("DELETE", "/api/v1/me", { as: ada.token, body: { password: PASSWORD } })).status).toBe(
      204,
    );
    const { pool } = school.database;
    const left = await pool.query(
      `SELECT (SELECT count(*) FROM "user" WHERE id = $1) AS users, (SELECT count(*) FROM membership WHERE user_id = $1)
       AS memberships, (SELECT owner_id FROM kit WHERE slug = 'desk') AS owner`,
      [ada.id],
    );
    expect(left.rows[0]).toEqual({ users: "0", memberships: "0", owner: null });
    expect((await ask("GET", "/api/v1/me", { as: ada.token })).status).toBe(401);
  });

  test("P07 the only instructor of a class cannot delete the account", async () => {
    const teo = await setUp(school);
    await makeClass(teo, "Lamps");
    const refused = await ask("DELETE", "/api/v1/me", { as: teo.token, body: { password: PASSWORD } });
    expect([refused.status, refused.body.code]).toEqual([403, "not-allowed"]);
  });
});

describe("session", () => {
  async function cookieOf(person: Person, { seconds = 3600 } = {}): Promise<Record<string, string>> {
    const token = await encode({
      token: { sub: person.id, ver: 1 },
      secret: sessionSecret(),
      maxAge: seconds,
    });
    return { cookie: `next-auth.session-token=${token}` };
  }

  test("P10 a session opens, its absence, its end and a forged one do not", async () => {
    const teo = await setUp(school);
    const get = (headers: Record<string, string>) => ask("GET", "/api/v1/me", { headers });
    expect((await get(await cookieOf(teo))).status).toBe(200);
    expect((await get({})).body).toMatchObject({ code: "not-signed-in", status: 401 });
    expect((await get(await cookieOf(teo, { seconds: -120 }))).status).toBe(401);
    expect((await get({ cookie: "next-auth.session-token=forged" })).status).toBe(401);
    expect((await get({ authorization: "Bearer forged" })).status).toBe(401);
    expect((await get({ authorization: "Basic dGVvOnRlbw==" })).status).toBe(401);
  });

  test("P10 a student who was removed or suspended is signed out at once", async () => {
    const teo = await setUp(school);
    const lamps = await makeClass(teo, "Lamps");
    const [ada, ben] = [await joinAs("ada", lamps), await joinAs("ben", lamps)];
    await ask("DELETE", `/api/v1/classes/lamps/members/${ada.id}`, { as: teo.token });
    await ask("PATCH", `/api/v1/classes/lamps/members/${ben.id}`, {
      as: teo.token,
      body: { suspended: true },
    });
    for (const person of [ada, ben]) {
      expect((await ask("GET", "/api/v1/me", { as: person.token })).status).toBe(401);
      expect((await ask("GET", "/api/v1/me", { headers: await cookieOf(person) })).status).toBe(401);
    }
    await ask("PATCH", `/api/v1/classes/lamps/members/${ben.id}`, {
      as: teo.token,
      body: { suspended: false },
    });
    expect((await ask("GET", "/api/v1/me", { as: ben.token })).status).toBe(200);
  });

  test("P10 another site cannot make the browser change something", async () => {
    const teo = await setUp(school);
    const cookie = await cookieOf(teo);
    const post = (headers: Record<string, string>) =>
      ask("POST", "/api/v1/classes", { body: { name: "Lamps" }, headers: { ...cookie, ...headers } });
    expect((await post({ origin: "http://evil.test" })).status).toBe(403);
    expect((await post({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post({ origin: "http://kitroom.test", "sec-fetch-site": "same-origin" })).status).toBe(201);
  });

  test("P12 a colleague without e-mail signs in by the class of their own", async () => {
    const teo = await setUp(school);
    const lamps = await makeClass(teo, "Lamps");
    const ines = await makeColleague(teo, lamps, { username: "ines", className: "Robots" });
    expect(await tokenOf({ class: "robots", username: "ines", password: PASSWORD })).toBeTruthy();
    expect((await ask("GET", "/api/v1/classes/lamps", { as: ines.token })).status).toBe(404);
  });
});
