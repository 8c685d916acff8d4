import { afterAll, beforeAll, expect, test } from "vitest";
import type { Problem } from "../contract/shapes";
import { ask } from "./api";
import { openSchool, PASSWORD, type School } from "./classroom";

let school: School;

beforeAll(async () => {
  school = await openSchool();
});
afterAll(() => school.close());

const first = () => ({
  setupCode: school.setupCode,
  name: "Teo",
  email: "Teo@School.test ",
  password: PASSWORD,
});
const countUsers = () => school.database.prisma.user.count();

test("P07 a wrong setup code, a bad address and a short password make nobody", async () => {
  const wrong = await ask("POST", "/api/v1/setup", { body: { ...first(), setupCode: "NOPE-NOPE-NOPE" } });
  expect([wrong.status, wrong.body.code]).toEqual([403, "not-allowed"]);
  const bad = await ask<Problem>("POST", "/api/v1/setup", {
    body: { ...first(), email: "teo", password: "short" },
  });
  expect(bad.status).toBe(400);
  expect(bad.body.errors?.map(({ field }) => field)).toEqual(["email", "password"]);
  expect(await countUsers()).toBe(0);
});

test("P07 P17 of two who set up at the same time one is the first, and nobody is ever after", async () => {
  const both = await Promise.all([1, 2].map(() => ask("POST", "/api/v1/setup", { body: first() })));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(both.find(({ status }) => status === 201)?.body).toEqual({
    id: expect.any(String),
    username: null,
    name: "Teo",
    email: "teo@school.test",
    role: "instructor",
    lastSeenAt: null,
    suspendedAt: null,
  });
  for (const body of [first(), {}]) {
    const again = await ask("POST", "/api/v1/setup", { body });
    expect([again.status, again.body.code]).toEqual([409, "already-taken"]);
  }
  expect(await countUsers()).toBe(1);
});

test("P07 guessing join codes is slowed", async () => {
  const answers = [];
  for (let guesses = 0; guesses < 230; guesses++) {
    const body = { code: `ZZ${guesses}`, username: "ada", name: "Ada", password: PASSWORD };
    answers.push(await ask("POST", "/api/v1/join", { body }));
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]));
  const slowed = answers.find(({ status }) => status === 429);
  expect(Number(slowed?.headers.get("retry-after"))).toBeGreaterThan(0);
});
