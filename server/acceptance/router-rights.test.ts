import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Class } from "../contract/shapes";
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
} from "./classroom";

let school: School;
let lamps: Class & { joinCode: string };
const people: Record<"owner" | "classmate" | "outsider" | "instructor", Person> = {
  owner: { id: "", token: "" },
  classmate: { id: "", token: "" },
  outsider: { id: "", token: "" },
  instructor: { id: "", token: "" },
};

const CLASS = "/api/v1/classes/lamps";

beforeAll(async () => {
  school = await openSchool();
  people.instructor = await setUp(school);
  lamps = await makeClass(people.instructor, "Lamps");
  people.owner = await joinAs("ada", lamps);
  people.classmate = await joinAs("ben", lamps);
  people.outsider = await makeColleague(people.instructor, lamps, { username: "ines", className: "Robots" });
});
afterAll(() => school.close());

/** What each route answers: without a session, to an instructor of another class, a classmate, the owner, the instructor. */
type Row = [
  method: string,
  address: string,
  statuses: [number, number, number, number, number],
  body?: () => object,
];

let count = 0;
const fresh = () => `kit-${++count}`;

const ROUTES: Row[] = [
  ["GET", "/api/v1/me", [401, 200, 200, 200, 200]],
  ["PATCH", "/api/v1/me", [401, 200, 200, 200, 200], () => ({})],
  ["DELETE", "/api/v1/me", [401, 403, 403, 403, 403], () => ({ password: "not-my-password" })],
  ["GET", "/api/v1/classes", [401, 200, 200, 200, 200]],
  ["POST", "/api/v1/classes", [401, 201, 403, 403, 201], () => ({ name: "Another" })],
  ["GET", CLASS, [401, 404, 200, 200, 200]],
  ["PATCH", CLASS, [401, 404, 403, 403, 200], () => ({ name: "Lamps" })],
  ["GET", `${CLASS}/members`, [401, 404, 403, 403, 200]],
  [
    "POST",
    `${CLASS}/members`,
    [401, 404, 403, 403, 201],
    () => ({ username: fresh(), name: "Cem", password: PASSWORD }),
  ],
  ["PATCH", `${CLASS}/members/{owner}`, [401, 404, 403, 403, 200], () => ({ name: "Ada" })],
  ["POST", `${CLASS}/members/{passer}/password`, [401, 404, 403, 403, 200], () => ({})],
  ["DELETE", `${CLASS}/members/{passer}`, [401, 404, 403, 403, 204]],
  ["GET", `${CLASS}/kits`, [401, 404, 200, 200, 200]],
  ["POST", `${CLASS}/kits`, [401, 404, 201, 201, 201], () => ({ name: "New", slug: fresh() })],
  ["GET", `${CLASS}/kits/{kit}`, [401, 404, 200, 200, 200]],
  ["PATCH", `${CLASS}/kits/{kit}`, [401, 404, 403, 200, 200], () => ({ name: "Lamp" })],
  ["GET", `${CLASS}/kits/{kit}/key`, [401, 404, 403, 200, 200]],
  ["POST", `${CLASS}/kits/{kit}/key`, [401, 404, 403, 200, 200]],
  ["GET", `${CLASS}/topics`, [401, 404, 200, 200, 200]],
  ["POST", `${CLASS}/topics`, [401, 404, 403, 201, 201], () => ({ topic: `lamps/{kit}/${fresh()}` })],
  ["GET", `${CLASS}/topics/{kit}/lux`, [401, 404, 200, 200, 200]],
  ["PATCH", `${CLASS}/topics/{kit}/lux`, [401, 404, 403, 200, 200], () => ({ label: "Light" })],
  ["DELETE", `${CLASS}/topics/{kit}/lux`, [401, 404, 403, 204, 204]],
  ["GET", `${CLASS}/messages`, [401, 404, 200, 200, 200]],
  ["GET", `${CLASS}/series?topic=lamps/{kit}/lux`, [401, 404, 200, 200, 200]],
  ["DELETE", `${CLASS}/kits/{kit}`, [401, 404, 403, 204, 204]],
  ["DELETE", CLASS, [401, 404, 403, 403, 204]],
];

/** What the braces name is of its own for each question, since some delete it. */
async function prepare(question: string): Promise<Record<"kit" | "owner" | "passer", string>> {
  const kit = question.includes("{kit}") ? await makeKit() : "";
  const passer = question.includes("{passer}") ? await makePasser() : "";
  return { kit, owner: people.owner.id, passer };
}

/** A kit of the owner's, with a topic. */
async function makeKit(): Promise<string> {
  const slug = fresh();
  await ask("POST", `${CLASS}/kits`, { as: people.owner.token, body: { name: "Lamp", slug } });
  await ask("POST", `${CLASS}/topics`, { as: people.owner.token, body: { topic: `lamps/${slug}/lux` } });
  return slug;
}

/** A student to be dropped. */
async function makePasser(): Promise<string> {
  const { body } = await ask<{ id: string }>("POST", `${CLASS}/members`, {
    as: people.instructor.token,
    body: { username: fresh(), name: "Passer", password: PASSWORD },
  });
  return body.id;
}

test.each(ROUTES)("P06 P08 %s %s answers each by their right", async (method, address, statuses, body) => {
  const askers = [null, people.outsider, people.classmate, people.owner, people.instructor];
  const answered: number[] = [];
  for (const asker of askers) {
    const text = body === undefined ? "" : JSON.stringify(body());
    const names = await prepare(address + text);
    const fill = (given: string) =>
      given.replace(/\{(kit|owner|passer)\}/g, (_, name: keyof typeof names) => names[name]);
    const question = text === "" ? {} : { raw: fill(text) };
    const { status, body: answer } = await ask(method, fill(address), { as: asker?.token, ...question });
    if (status >= 400)
      expect(answer).toMatchObject({ type: "about:blank", status, code: expect.any(String) });
    if (asker === people.outsider && status === 404) {
      const nowhere = fill(address).replace("/classes/lamps", "/classes/no-such-class");
      expect((await ask(method, nowhere, { as: asker.token, ...question })).body).toEqual(answer);
    }
    answered.push(status);
  }
  expect(answered).toEqual(statuses);
});

test("P06 every address of the API is in the table above, or open to anybody, or has a table of its own", () => {
  const root = path.resolve(import.meta.dirname, "../../app/api/v1");
  const addresses = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => path.posix.join("/api/v1", path.dirname(file)).replaceAll("\\", "/"));
  const shape = (address: string) =>
    address
      .replace(/\?.*/, "")
      .replace("/classes/lamps", "/classes/[class]")
      .replace(/members\/\{\w+\}/, "members/[user]")
      .replace(/kits\/\{kit\}/, "kits/[kit]")
      .replace(/topics\/.+/, "topics/[...topic]");
  const asked = new Set(ROUTES.map(([, address]) => shape(address)));
  const open = ["/api/v1/setup", "/api/v1/token", "/api/v1/join", "/api/v1/[[...rest]]"];
  const elsewhere = ["publish", "export.csv", "export.jsonl"].map((one) => `/api/v1/classes/[class]/${one}`);
  expect(addresses.filter((address) => ![...asked, ...open, ...elsewhere].includes(address))).toEqual([]);
});

test("P06 what is at no address is not-found, signed in or not", async () => {
  for (const address of ["/api/v1", "/api/v1/nothing", "/api/v1/classes/lamps/nothing/at/all"]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const { status, body } = await ask(method, address);
      expect([address, status, body.code]).toEqual([address, 404, "not-found"]);
    }
  }
});
