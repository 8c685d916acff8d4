import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sessionSecret } from "../authority/session";
import type { Problem } from "../contract/shapes";
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
let teo: Person;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());

let classes = 0;
/** A class of the test's own. */
const newClass = () => makeClass(teo, "Lamps", `lamps-${++classes}`);

describe("me", () => {
  test("P07 says who asks and in which classes", async () => {
    const lamps = await newClass();
    const ada = await joinAs("ada", lamps);
    const me = await ask("GET", "/api/v1/me", { as: ada.token });
    expect(me.body).toEqual({
      user: { id: ada.id, username: "ada", name: "ada" },
      classes: [expect.objectContaining({ slug: lamps.slug, role: "student" })],
    });
    expect((await ask("GET", "/api/v1/me", { as: teo.token })).body).toMatchObject({
      user: { name: "Teo", email: "teo@school.test" },
      classes: expect.arrayContaining([
        expect.objectContaining({
          slug: lamps.slug,
          role: "instructor",
          joinCode: lamps.joinCode,
          joinOpen: true,
        }),
      ]),
    });
  });

  test("P07 a new password needs the one that was, and ends the tokens of before", async () => {
    const lamps = await newClass();
    const ada = await joinAs("ada", lamps);
    const change = (body: object) => ask("PATCH", "/api/v1/me", { as: ada.token, body });
    expect((await change({ password: "another-one" })).status).toBe(400);
    expect((await change({ password: "another-one", currentPassword: "guessed-it" })).status).toBe(403);
    expect((await change({ name: "Ada L." })).body).toMatchObject({ user: { name: "Ada L." } });
    expect((await change({ password: "another-one", currentPassword: PASSWORD })).status).toBe(200);
    expect((await ask("GET", "/api/v1/me", { as: ada.token })).status).toBe(401);
    expect(await tokenOf({ class: lamps.slug, username: "ada", password: "another-one" })).toBeTruthy();
  });

  test("P07 a PIN will do for a new password where all of one's classes take PINs, and nowhere else", async () => {
    const lamps = await newClass();
    const ada = await joinAs("ada", lamps);
    const change = (password: string) =>
      ask<Problem>("PATCH", "/api/v1/me", {
        as: ada.token,
        body: { password, currentPassword: PASSWORD },
      });
    expect((await change("4071")).body.errors?.[0]?.field).toBe("password");
    const body = { settings: { allowPins: true } };
    await ask("PATCH", `/api/v1/classes/${lamps.slug}`, { as: teo.token, body });
    expect((await change("1234")).body.errors?.[0]?.field).toBe("password");
    expect((await change("4071")).status).toBe(200);
    expect(await tokenOf({ class: lamps.slug, username: "ada", password: "4071" })).toBeTruthy();
    const teos = await ask("PATCH", "/api/v1/me", {
      as: teo.token,
      body: { password: "4071", currentPassword: PASSWORD },
    });
    expect(teos.status).toBe(400);
  });

  test("P07 a deleted account leaves nothing personal behind; the kit stays", async () => {
    const lamps = await newClass();
    const ada = await joinAs("ada", lamps);
    await ask("POST", `/api/v1/classes/${lamps.slug}/kits`, { as: ada.token, body: { name: "Desk" } });
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
    await newClass();
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
    const get = (headers: Record<string, string>) => ask("GET", "/api/v1/me", { headers });
    expect((await get(await cookieOf(teo))).status).toBe(200);
    expect((await get({})).body).toMatchObject({ code: "not-signed-in", status: 401 });
    expect((await get(await cookieOf(teo, { seconds: -120 }))).status).toBe(401);
    expect((await get({ cookie: "next-auth.session-token=forged" })).status).toBe(401);
    expect((await get({ authorization: "Bearer forged" })).status).toBe(401);
    expect((await get({ authorization: "Basic dGVvOnRlbw==" })).status).toBe(401);
  });

  test("P10 a student who was removed or suspended is signed out at once", async () => {
    const lamps = await newClass();
    const [ada, ben] = [await joinAs("ada", lamps), await joinAs("ben", lamps)];
    await ask("DELETE", `/api/v1/classes/${lamps.slug}/members/${ada.id}`, { as: teo.token });
    await ask("PATCH", `/api/v1/classes/${lamps.slug}/members/${ben.id}`, {
      as: teo.token,
      body: { suspended: true },
    });
    for (const person of [ada, ben]) {
      expect((await ask("GET", "/api/v1/me", { as: person.token })).status).toBe(401);
      expect((await ask("GET", "/api/v1/me", { headers: await cookieOf(person) })).status).toBe(401);
    }
    await ask("PATCH", `/api/v1/classes/${lamps.slug}/members/${ben.id}`, {
      as: teo.token,
      body: { suspended: false },
    });
    expect((await ask("GET", "/api/v1/me", { as: ben.token })).status).toBe(200);
  });

  test("P10 another site cannot make the browser change something", async () => {
    const cookie = await cookieOf(teo);
    const post = (headers: Record<string, string>) =>
      ask("POST", "/api/v1/classes", { body: { name: "Lamps" }, headers: { ...cookie, ...headers } });
    expect((await post({ origin: "http://evil.test" })).status).toBe(403);
    expect((await post({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post({ origin: "http://kitroom.test", "sec-fetch-site": "same-origin" })).status).toBe(201);
  });

  test("P12 a colleague without e-mail signs in by the class of their own", async () => {
    const lamps = await newClass();
    const ines = await makeColleague(teo, lamps, { username: "ines", className: "Robots" });
    expect(await tokenOf({ class: "robots", username: "ines", password: PASSWORD })).toBeTruthy();
    expect((await ask("GET", `/api/v1/classes/${lamps.slug}`, { as: ines.token })).status).toBe(404);
  });
});
