import { randomInt } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Class } from "../contract/shapes";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, PASSWORD, type Person, type School, setUp } from "./classroom";

let school: School;
let teo: Person;
let lab: Class & { joinCode: string };
let made = 0;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
});
afterAll(() => school.close());
beforeEach(async () => {
  await school.database.pool.query("DELETE FROM brake"); // what one test guesses is nothing to the next
  lab = await makeClass(teo, "Lab", `lab-${++made}`);
  await ask("PATCH", `/api/v1/classes/${lab.slug}`, {
    as: teo.token,
    body: { settings: { allowPins: true } },
  });
});

const SCHOOL = "203.0.113.7";
/** Any number of addresses, each asked from once. */
let machines = 0;
const elsewhere = () => `198.51.${++machines >> 8}.${machines & 255}`;

const from = (address: string, cookie?: string) => ({
  "x-forwarded-for": address,
  ...(cookie === undefined ? {} : { cookie }),
});
const join = (username: string, { code = lab.joinCode, password = PASSWORD, address = SCHOOL } = {}) =>
  ask<{ code: string }>("POST", "/api/v1/join", {
    body: { code, username, name: username, password },
    headers: from(address),
  });
const signIn = (username: string, password: string, address: string, cookie?: string) =>
  ask<{ token: string; code: string }>("POST", "/api/v1/token", {
    body: { class: lab.slug, username, password },
    headers: from(address, cookie),
  });
const wrongCode = () =>
  Array.from({ length: 6 }, () => "23456789ABCDEFGHJKMNPQRSTUVWXYZ"[randomInt(31)]).join("");
const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(";")[0];

describe("P10 join codes", () => {
  test("forty students of one school join within a minute, half of them after a wrong code; none is slowed", async () => {
    const began = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, student) => {
        if (student % 2) await join(`s${student}`, { code: wrongCode() });
        return join(`s${student}`);
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201));
    expect(performance.now() - began).toBeLessThan(60_000);
  }, 60_000);

  test("a guesser is slowed at one address, and at all addresses together; the school still gets in", async () => {
    await join("first"); // from now on the school's address is known
    const guesses: number[] = [];
    for (let guess = 0; guess < 210; guess++)
      guesses.push((await join("guesser", { code: wrongCode(), address: "192.0.2.1" })).status);
    expect(guesses.slice(0, 200)).toEqual(Array(200).fill(404));
    expect(guesses.slice(200)).toEqual(Array(10).fill(429));
    const everywhere: number[] = [];
    for (let guess = 0; guess < 850; guess++)
      everywhere.push((await join("guesser", { code: wrongCode(), address: elsewhere() })).status);
    expect(everywhere.slice(0, 800)).toEqual(Array(800).fill(404));
    expect(everywhere.slice(805)).toEqual(Array(45).fill(429));
    expect((await join("guesser", { address: elsewhere() })).status).toBe(429); // even the right one waits there
    expect((await join("ada")).status).toBe(201);
  }, 60_000);
});

describe("P10 PINs and passwords", () => {
  test("a PIN that others guess first is refused where it is set, others are taken", async () => {
    expect((await join("ada", { password: "1234" })).status).toBe(400);
    expect((await join("ada", { password: "2012" })).body).toMatchObject({ errors: [{ field: "password" }] });
    expect((await join("ada", { password: "4819" })).status).toBe(201);
    expect((await signIn("ada", "4819", SCHOOL)).status).toBe(200);
    const { id } = await joinAs("ben", lab);
    const seat = `/api/v1/classes/${lab.slug}/members/${id}/password`;
    expect((await ask("POST", seat, { as: teo.token, body: { password: "1111" } })).status).toBe(400);
    expect((await ask("POST", seat, { as: teo.token, body: { password: "7306" } })).status).toBe(200);
  });

  test("guessing a PIN is slowed from one address and from many; its owner gets in on a device that knows them", async () => {
    await join("ada", { password: "4819" });
    const cookie = cookieOf((await signIn("ada", "4819", SCHOOL)).headers);
    const answers: number[] = [];
    for (let guess = 0; guess < 14; guess++) answers.push((await signIn("ada", "9157", "192.0.2.9")).status);
    expect(answers).toEqual([...Array(11).fill(401), 429, 429, 429]);
    for (let guess = 0; guess < 40; guess++) answers.push((await signIn("ada", "9157", elsewhere())).status);
    expect(answers.filter((status) => status === 401)).toHaveLength(30);
    expect((await signIn("ada", "4819", elsewhere())).status).toBe(429);
    expect((await signIn("ada", "4819", SCHOOL, cookie)).status).toBe(200);
    expect((await signIn("ada", "4819", elsewhere(), cookie)).status).toBe(200); // wherever the device is
  }, 60_000);

  test("a device that knows somebody is no way to guess either, nor one of another person's", async () => {
    await join("ada", { password: "4819" });
    await join("ben", { password: "7306" });
    const cookie = cookieOf((await signIn("ada", "4819", SCHOOL)).headers);
    const adas: number[] = [];
    for (let guess = 0; guess < 14; guess++) adas.push((await signIn("ada", "9157", SCHOOL, cookie)).status);
    expect(adas).toEqual([...Array(11).fill(401), 429, 429, 429]);
    const bens: number[] = [];
    for (let guess = 0; guess < 14; guess++) bens.push((await signIn("ben", "9157", SCHOOL, cookie)).status);
    expect(bens).toEqual([...Array(11).fill(401), 429, 429, 429]);
  }, 60_000);

  test("one PIN tried at everybody of a class is slowed too, and the class next door is not", async () => {
    const answers: number[] = [];
    for (let guess = 0; guess < 45; guess++) answers.push((await signIn(`s${guess}`, "9157", SCHOOL)).status);
    expect(answers).toEqual([...Array(40).fill(401), ...Array(5).fill(429)]);
    const next = await makeClass(teo, "Next", `next-${made}`);
    await ask("PATCH", `/api/v1/classes/${next.slug}`, {
      as: teo.token,
      body: { settings: { allowPins: true } },
    });
    await join("gil", { code: next.joinCode, password: "4819" });
    const gil = { class: next.slug, username: "gil", password: "4819" };
    expect((await ask("POST", "/api/v1/token", { body: gil, headers: from(SCHOOL) })).status).toBe(200);
  }, 60_000);

  test("a new password from the instructor is another secret: what was guessed at the old one counts no more", async () => {
    const ada = await joinAs("ada", lab);
    for (let guess = 0; guess < 13; guess++) await signIn("ada", "not-the-password", SCHOOL);
    expect((await signIn("ada", PASSWORD, SCHOOL)).status).toBe(429);
    const seat = `/api/v1/classes/${lab.slug}/members/${ada.id}/password`;
    const { body } = await ask<{ password: string }>("POST", seat, { as: teo.token, body: {} });
    expect((await signIn("ada", body.password, SCHOOL)).status).toBe(200);
  }, 60_000);

  test("an account that is not there is braked like one that is", async () => {
    await joinAs("ada", lab);
    const statuses = async (username: string) => {
      const answers: number[] = [];
      for (let guess = 0; guess < 14; guess++)
        answers.push((await signIn(username, "not-the-password", SCHOOL)).status);
      return answers;
    };
    expect(await statuses("nobody")).toEqual(await statuses("ada"));
  }, 60_000);
});
