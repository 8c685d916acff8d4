import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { REFUSALS, type RefusalCode } from "../contract/refusal";
import type { ApiToken, KitKey, Problem, Topic } from "../contract/shapes";
import { refusalsOf } from "../router/openapi/operation";
import { OPERATIONS } from "../router/openapi/operations";
import { type Answer, ask } from "./api";
import {
  joinAs,
  makeClass,
  makeColleague,
  openSchool,
  PASSWORD,
  type Person,
  type School,
  setUp,
} from "./classroom";
import { type Bytes, download } from "./zip";

/**
 * Every route by every role (docs/protocol.md, "Rights of people"). In the class `lab` Teo instructs, and Ada owns the
 * kit `lamp`; Ben is in it too. Ines instructs another class. The tokens are Teo's: one that reads only, one for
 * `lamp`, one that has expired.
 */
const ROLES = [
  "nobody",
  "expired",
  "colleague",
  "reads only",
  "one kit",
  "classmate",
  "owner",
  "instructor",
] as const;
type Role = (typeof ROLES)[number];

/** What is asked, where the address alone does not say it: made anew for each role. */
type Subject = () => Promise<{
  query?: string;
  body?: unknown;
  raw?: string | Bytes;
  class?: string;
  kit?: string;
  user?: string;
  topic?: string;
  id?: string;
}>;

// biome-ignore format: a table
const TABLE: readonly (readonly [route: string, answers: string, subject?: Subject])[] = [
  //                                                           nobody expired colleague reads kit mate owner instructor
  ["GET    /api/health",                                        "200    200     200       200   200 200  200   200"],
  ["GET    /api/v1/openapi.json",                               "200    200     200       200   200 200  200   200"],
  ["POST   /api/v1/setup",                                      "409    409     409       409   409 409  409   409", emptyBody],
  ["POST   /api/v1/token",                                      "200    200     200       200   200 200  200   200", credentials],
  ["POST   /api/v1/join",                                       "201    201     201       201   201 201  201   201", newcomer],
  ["POST   /api/v1/invitations",                                "201    201     201       201   201 201  201   201", colleagueToCome],
  // Teo instructs that class already; students have no account of their own.
  ["POST   /api/v1/invitations/accept",                         "401    401     200       403   403 403  403   409", invitation],
  ["GET    /api/v1/me",                                         "401    401     200       200   200 200  200   200"],
  ["PATCH  /api/v1/me",                                         "401    401     200       403   403 200  200   200", emptyBody],
  // What lacks the password is bad input to those who may do it.
  ["DELETE /api/v1/me",                                         "401    401     400       403   403 400  400   400", emptyBody],
  ["GET    /api/v1/tokens",                                     "401    401     200       403   403 200  200   200"],
  ["POST   /api/v1/tokens",                                     "401    401     201       403   403 201  201   201", named],
  ["DELETE /api/v1/tokens/{id}",                                "401    401     404       403   403 404  404   204", tokenOfTeo],
  ["GET    /api/v1/classes",                                    "401    401     200       200   200 200  200   200"],
  ["POST   /api/v1/classes",                                    "401    401     201       403   403 403  403   201", named],
  ["GET    /api/v1/classes/{class}",                            "401    401     404       200   200 200  200   200"],
  ["PATCH  /api/v1/classes/{class}",                            "401    401     404       403   403 403  403   200", named],
  // Not the class of the one kit: to that token it does not exist.
  ["DELETE /api/v1/classes/{class}",                            "401    401     404       403   404 403  403   204", anotherClass],
  ["POST   /api/v1/classes/import",                             "401    401     201       403   403 403  403   201", classFile],
  ["GET    /api/v1/classes/{class}/contents",                   "401    401     404       200   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/export",                     "401    401     404       200   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/members",                    "401    401     404       200   403 403  403   200"],
  ["POST   /api/v1/classes/{class}/members",                    "401    401     404       403   403 403  403   201", account],
  ["PATCH  /api/v1/classes/{class}/members/{user}",             "401    401     404       403   403 403  403   200", memberToRename],
  ["DELETE /api/v1/classes/{class}/members/{user}",             "401    401     404       403   403 403  403   204", newMember],
  ["POST   /api/v1/classes/{class}/members/{user}/password",    "401    401     404       403   403 403  403   200", newMember],
  ["POST   /api/v1/classes/{class}/members/{user}/move",        "401    401     404       403   403 403  403   200", memberToMove],
  ["POST   /api/v1/classes/{class}/members/import",             "401    401     404       403   403 403  403   200", roster],
  ["GET    /api/v1/classes/{class}/members/export.csv",         "401    401     404       200   403 403  403   200"],
  ["POST   /api/v1/classes/{class}/members/passwords",          "401    401     404       403   403 403  403   200", newPasswordFor],
  ["POST   /api/v1/classes/{class}/invitations",                "401    401     404       403   403 403  403   201"],
  ["GET    /api/v1/classes/{class}/invitations",                "401    401     404       403   403 403  403   200"],
  ["DELETE /api/v1/classes/{class}/invitations/{id}",           "401    401     404       403   403 403  403   204", openInvitation],
  ["GET    /api/v1/classes/{class}/kits",                       "401    401     404       200   200 200  200   200"],
  ["POST   /api/v1/classes/{class}/kits",                       "401    401     404       403   403 201  201   201", named],
  ["POST   /api/v1/classes/{class}/kits/bulk",                  "401    401     404       403   403 403  403   201", manyKits],
  ["POST   /api/v1/classes/{class}/kits/claim",                 "401    401     404       403   403 200  200   200", freeKit],
  ["POST   /api/v1/classes/{class}/kits/keys",                  "401    401     404       403   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/kits/{kit}",                 "401    401     404       200   200 200  200   200"],
  ["PATCH  /api/v1/classes/{class}/kits/{kit}",                 "401    401     404       403   200 403  200   200", named],
  // Another kit than that of the one kit.
  ["DELETE /api/v1/classes/{class}/kits/{kit}",                 "401    401     404       403   404 403  204   204", anotherKit],
  ["GET    /api/v1/classes/{class}/kits/{kit}/key",             "401    401     404       403   200 403  200   200"],
  ["POST   /api/v1/classes/{class}/kits/{kit}/key",             "401    401     404       403   200 403  200   200"],
  ["GET    /api/v1/classes/{class}/kits/{kit}/sketch",          "401    401     404       403   200 403  200   200"],
  ["POST   /api/v1/classes/{class}/kits/{kit}/sketch",          "401    401     404       403   200 403  200   200", emptyBody],
  ["GET    /api/v1/classes/{class}/topics",                     "401    401     404       200   200 200  200   200"],
  ["POST   /api/v1/classes/{class}/topics",                     "401    401     404       403   201 403  201   201", topicToDeclare],
  ["GET    /api/v1/classes/{class}/topics/{topic}",             "401    401     404       200   200 200  200   200"],
  ["PATCH  /api/v1/classes/{class}/topics/{topic}",             "401    401     404       403   200 403  200   200", emptyBody],
  ["DELETE /api/v1/classes/{class}/topics/{topic}",             "401    401     404       403   204 403  204   204", topicToDelete],
  ["GET    /api/v1/classes/{class}/messages",                   "401    401     404       200   200 200  200   200"],
  ["DELETE /api/v1/classes/{class}/messages",                   "401    401     404       403   200 403  200   200", historyToDelete],
  ["GET    /api/v1/classes/{class}/messages/count",             "401    401     404       200   200 200  200   200"],
  ["GET    /api/v1/classes/{class}/history",                    "401    401     404       200   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/audit",                      "401    401     404       200   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/refusals",                   "401    401     404       200   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/activity",                   "401    401     404       200   403 403  403   200"],
  ["GET    /api/v1/classes/{class}/series",                     "401    401     404       200   200 200  200   200", ofLux],
  ["GET    /api/v1/classes/{class}/export.csv",                 "401    401     404       200   200 200  200   200"],
  ["GET    /api/v1/classes/{class}/export.jsonl",               "401    401     404       200   200 200  200   200"],
  ["POST   /api/v1/classes/{class}/publish",                    "401    401     404       403   200 403  200   200", message],
];

let school: School;
let teo: Person;
let ada: Person;
let ben: Person;
let lab: { joinCode: string; slug: string };
const tokens = new Map<Role, string | undefined>();
let made = 0;

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  lab = await makeClass(teo, "Lab", "lab");
  [ada, ben] = [await joinAs("ada", lab), await joinAs("ben", lab)];
  const ines = await makeColleague(teo, lab, { username: "ines", className: "Den" });
  await asAda("POST", "/kits", { name: "Lamp", slug: "lamp" });
  await asAda("POST", "/publish", { topic: "lab/lamp/lux", payload: "412", qos: 1 });
  const expired = await tokenWith({});
  await school.database.pool.query("UPDATE api_token SET expires_at = now() WHERE id = $1", [expired.id]);
  const given = [
    undefined,
    expired.secret,
    ines.token,
    (await tokenWith({ readOnly: true })).secret,
    (await tokenWith({ class: "lab", kit: "lamp" })).secret,
    ben.token,
    ada.token,
    teo.token,
  ];
  for (const [index, role] of ROLES.entries()) tokens.set(role, given[index]);
});
afterAll(() => school.close());

const asAda = (method: string, path: string, body: object) =>
  ask<KitKey & Topic>(method, `/api/v1/classes/lab${path}`, { as: ada.token, body });

async function tokenWith(wish: object): Promise<ApiToken & { secret: string }> {
  const body = { name: "Script", ...wish };
  return (await ask<ApiToken & { secret: string }>("POST", "/api/v1/tokens", { as: teo.token, body })).body;
}

const next = (word: string) => `${word}${++made}`;

async function emptyBody() {
  return { body: {} };
}
async function named() {
  return { body: { name: next("Name ") } };
}
async function credentials() {
  return { body: { class: "lab", username: "ada", password: PASSWORD } };
}
async function newcomer() {
  return { body: { code: lab.joinCode, username: next("kim"), name: "Kim", password: PASSWORD } };
}
async function account() {
  return { body: { username: next("lee"), name: "Lee", password: PASSWORD } };
}
async function tokenOfTeo() {
  return { id: (await tokenWith({})).id };
}
async function openInvitation() {
  const path = "/api/v1/classes/lab/invitations";
  await ask("POST", path, { as: teo.token });
  const { body } = await ask<{ items: { id: string }[] }>("GET", path, { as: teo.token });
  return { id: body.items.at(-1)?.id ?? "" };
}
async function newMember() {
  return { user: (await joinAs(next("max"), lab)).id };
}
/** To a class that nobody but Teo is in. */
async function invitation() {
  const { slug } = await makeClass(teo, next("Hall "));
  const answer = await ask<{ code: string }>("POST", `/api/v1/classes/${slug}/invitations`, {
    as: teo.token,
  });
  return { body: { code: answer.body.code } };
}
async function colleagueToCome() {
  const { body } = await invitation();
  return { body: { ...body, name: "Kay", email: `${next("kay")}@school.test`, password: PASSWORD } };
}
async function memberToMove() {
  return { ...(await newMember()), body: { class: (await makeClass(teo, next("Room "))).slug } };
}
async function roster() {
  return { raw: `Kim,${next("kim")}\n` };
}
async function classFile() {
  return { raw: await download("/api/v1/classes/lab/export", teo.token) };
}
async function newPasswordFor() {
  return { body: { users: [(await newMember()).user] } };
}
async function memberToRename() {
  return { ...(await newMember()), body: { name: "Max" } };
}
/** A class of Teo's with Ada and Ben in it. */
async function anotherClass() {
  const { slug } = await makeClass(teo, next("Class "));
  await school.database.pool.query(
    `INSERT INTO membership (class_id, user_id, role)
     SELECT c.id, u.id, 'student' FROM class c, "user" u WHERE c.slug = $1 AND u.id = ANY($2::uuid[])`,
    [slug, [ada.id, ben.id]],
  );
  return { class: slug };
}
async function anotherKit() {
  const slug = next("fan-");
  await asAda("POST", "/kits", { name: slug, slug });
  return { kit: slug };
}
async function manyKits() {
  return { body: { count: 2 } };
}
async function freeKit() {
  const { body } = await ask<{ items: { claimCode: string }[] }>("POST", "/api/v1/classes/lab/kits/bulk", {
    as: teo.token,
    body: { count: 1 },
  });
  return { body: { code: body.items[0]?.claimCode } };
}
async function topicToDeclare() {
  return { body: { topic: next("lab/lamp/new") } };
}
async function topicToDelete() {
  const topic = next("lab/lamp/old");
  await asAda("POST", "/topics", { topic });
  return { topic: topic.replace("lab/", "") };
}
async function historyToDelete() {
  return { query: `?topic=lab/${(await topicToDelete()).topic}` };
}
async function ofLux() {
  return { query: "?topic=lab/lamp/lux" };
}
async function message() {
  return { body: { topic: "lab/lamp/lux", payload: next(""), qos: 1 } };
}

/** Asks as that role; `className` in place of the class that is meant. */
async function askAs(role: Role, route: string, subject: Awaited<ReturnType<Subject>>, className?: string) {
  const [method = "", template = ""] = route.split(/ +/);
  const { query = "", body, raw, ...named } = subject;
  const values: Record<string, string> = { class: "lab", kit: "lamp", topic: "lamp/lux", ...named };
  if (className !== undefined) values.class = className;
  const address = template.replace(/\{(\w+)\}/g, (_part, name: string) => values[name] ?? name);
  return ask<unknown>(method, address + query, {
    as: tokens.get(role),
    ...(raw === undefined ? { body } : { raw }),
  });
}

const operationOf = (route: string) => {
  const name = route.replace(/ +/, " ");
  const operation = OPERATIONS.find(({ method, path }) => `${method} ${path}` === name);
  if (!operation) throw new Error(`${name} is not described`);
  return operation;
};

/** An answer has the shape that the API's description gives, and no field besides. */
function expectDescribed(route: string, { status, headers, body }: Answer<unknown>): void {
  const operation = operationOf(route);
  if (status >= 400) {
    const { code } = body as Problem;
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(REFUSALS[code]).toBe(status);
    expect([...refusalsOf(operation)]).toContain(code);
    return;
  }
  expect(status).toBe(operation.route.facts.status);
  const { answer } = operation;
  if (answer === null) expect(body).toBeNull();
  else if ("example" in answer) expect(headers.get("content-type")).toContain(answer.type);
  else expect((answer as z.ZodType).parse(body)).toEqual(body);
}

const EXPECTED_401: Partial<Record<Role, RefusalCode>> = {
  nobody: "not-signed-in",
  expired: "token-expired",
};

test("P06 every route of the API is in the table, once", () => {
  const names = TABLE.map(([route]) => route.replace(/ +/, " "));
  expect(names.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
});

const nothing: Subject = async () => ({});
const rows = TABLE.map(([route, answers, subject = nothing]) => ({ route, answers, subject }));

describe.each(rows)("P06 P08 P10 P14 $route", ({ route, answers, subject }) => {
  const statuses = answers.split(/ +/).map(Number);

  test.each(ROLES.map((role, index) => [role, statuses[index]] as const))("%s: %i", async (role, status) => {
    const what = await subject();
    const answer = await askAs(role, route, what);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
    expectDescribed(route, answer);
    if (status === 401) expect(answer.body).toMatchObject({ code: EXPECTED_401[role] });
    // What they may not know of is answered as what is not there.
    if (status === 404 && route.includes("{class}") && role === "colleague")
      expect(answer.body).toEqual((await askAs(role, route, what, "nowhere")).body);
  });
});

test("P06 what is at no address is not-found to everybody", async () => {
  for (const address of ["/api/v1", "/api/v1/nothing", "/api/v1/classes/lab/nothing/at/all"])
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
      for (const role of ROLES) {
        const { status, body } = await ask(method, address, { as: tokens.get(role) });
        expect([address, status, body.code]).toEqual([address, 404, "not-found"]);
      }
});
