import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Class, Kit, Member, Problem, Topic } from "../contract/shapes";
import { log } from "../log";
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
let ada: Person;
let lamps: Class & { joinCode: string };

const CLASS = "/api/v1/classes/lamps";
const unexpected = vi.spyOn(log, "error");

beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  lamps = await makeClass(teo, "Lamps");
  ada = await joinAs("ada", lamps);
  await ask("POST", `${CLASS}/kits`, { as: teo.token, body: { name: "Lamp" } });
  await ask("POST", `${CLASS}/topics`, { as: teo.token, body: { topic: "lamps/lamp/lux" } });
});
afterAll(async () => {
  await school.close();
  unexpected.mockRestore();
});

const INJECTIONS = [
  `'; DROP TABLE "user"; --`,
  `" OR 1=1 --`,
  `$1 $$ \\'; SELECT pg_sleep(9)`,
  `<script>alert(1)</script>`,
  "%s %d {{constructor}} $(id)",
  `{"$ne": null}`,
  "👩‍🔧 zäh ﷽ 한글",
  "-- \\ \\0 /* */",
];

test.each(INJECTIONS)("P16 the name %j is stored and returned as it is", async (text) => {
  const made = await ask<Class>("POST", "/api/v1/classes", { as: teo.token, body: { name: text } });
  expect([made.status, made.body.name]).toEqual([201, text]);
  expect((await ask<Class>("GET", `/api/v1/classes/${made.body.slug}`, { as: teo.token })).body.name).toBe(
    text,
  );
  const kit = await ask<Kit>("POST", `${CLASS}/kits`, { as: teo.token, body: { name: text } });
  expect([kit.status, kit.body.name]).toEqual([201, text]);
  expect((await ask<Kit>("GET", `${CLASS}/kits/${kit.body.slug}`, { as: teo.token })).body.name).toBe(text);
  const topic = `lamps/${kit.body.slug}/lux`;
  const labelled = await ask<Topic>("POST", `${CLASS}/topics`, {
    as: teo.token,
    body: { topic, label: text, unit: text.slice(0, 12).trim() },
  });
  expect([labelled.status, labelled.body.label, labelled.body.unit]).toEqual([
    201,
    text,
    text.slice(0, 12).trim(),
  ]);
});

test.each(INJECTIONS.slice(0, 3))("P16 the password %j opens, and nothing like it", async (text) => {
  const password = `${text} and more`;
  const username = `u${INJECTIONS.indexOf(text)}`;
  const joined = await ask<{ user: Member }>("POST", "/api/v1/join", {
    body: { code: lamps.joinCode, username, name: text, password },
  });
  expect([joined.status, joined.body.user.name]).toEqual([201, text]);
  expect(await tokenOf({ class: "lamps", username, password })).toBeTruthy();
  const wrong = await ask("POST", "/api/v1/token", {
    body: { class: "lamps", username, password: `${password}'` },
  });
  expect(wrong.status).toBe(401);
});

test("P16 what stands in an address is a value and never a part of the query", async () => {
  for (const text of INJECTIONS) {
    const part = encodeURIComponent(text);
    for (const address of [
      `/api/v1/classes/${part}`,
      `${CLASS}/kits/${part}`,
      `${CLASS}/topics/${part}`,
      `${CLASS}/topics/lamp/${part}`,
    ]) {
      const { status, body } = await ask("GET", address, { as: teo.token });
      expect([address, status, body.code]).toEqual([address, 404, "not-found"]);
    }
  }
  expect(await school.database.prisma.user.count()).toBeGreaterThan(0);
});

/** Values that no field of ours takes, or takes only as text. */
const GARBAGE: unknown[] = [
  null,
  true,
  -1,
  1e21,
  "",
  "a\0b",
  "\ud800",
  "../../etc/passwd",
  "x".repeat(10_000),
  "🚀".repeat(5000),
  [[[]]],
  { __proto__: { admin: true }, toString: 1 },
];

type Door = [method: string, address: string, valid: Record<string, unknown>];

/** What each route takes, to be spoiled one field after the other. */
const DOORS: Door[] = [
  ["POST", "/api/v1/setup", { setupCode: "x", name: "Teo", email: "teo@school.test", password: PASSWORD }],
  ["POST", "/api/v1/token", { class: "lamps", username: "nobody", password: PASSWORD }],
  ["POST", "/api/v1/token", { email: "nobody@school.test", password: PASSWORD }],
  ["POST", "/api/v1/join", { code: "ZZZZZZ", username: "nobody", name: "Nobody", password: PASSWORD }],
  ["PATCH", "/api/v1/me", { name: "Teo", password: PASSWORD, currentPassword: "wrong-password" }],
  ["DELETE", "/api/v1/me", { password: "wrong-password" }],
  ["POST", "/api/v1/classes", { name: "More", slug: "more" }],
  ["PATCH", CLASS, { name: "Lamps", archived: false, joinOpen: true, settings: { limits: { kits: 300 } } }],
  ["POST", `${CLASS}/members`, { username: "ada", name: "Ada", password: PASSWORD }],
  ["PATCH", `${CLASS}/members/{ada}`, { name: "Ada", role: "student", suspended: false }],
  ["POST", `${CLASS}/members/{ada}/password`, { password: PASSWORD }],
  ["POST", `${CLASS}/kits`, { name: "Lamp", slug: "lamp", owner: null }],
  ["PATCH", `${CLASS}/kits/lamp`, { name: "Lamp", shareControl: true, owner: null }],
  ["POST", `${CLASS}/topics`, { topic: "lamps/lamp/new", label: "Label", unit: "K" }],
  ["PATCH", `${CLASS}/topics/lamp/lux`, { label: "Label", unit: "K" }],
  ["POST", `${CLASS}/publish`, { topic: "lamps/lamp/lux", payload: "1", qos: 1, retain: false }],
  ["POST", `${CLASS}/publish`, { topic: "lamps/lamp/lux", payloadBase64: "AA==" }],
];

test.each(DOORS)(
  "P06 garbage to %s %s is refused, and is no error of ours",
  async (method, address, valid) => {
    unexpected.mockClear();
    const to = address.replace("{ada}", ada.id);
    const spoiled = Object.keys(valid).flatMap((field) =>
      GARBAGE.map((value) => ({ ...valid, [field]: value })),
    );
    for (const body of [...spoiled, null, 7, "text", [[]]]) {
      const { status, body: answer } = await ask<Problem>(method, to, { as: teo.token, body });
      expect([body, status]).not.toEqual([body, 500]);
      if (status >= 400) expect(answer.code).toMatch(/^[a-z-]+$/);
    }
    for (const raw of ["{", "\0", "[".repeat(100_000), new Uint8Array([0xc3, 0x28])]) {
      expect((await ask(method, to, { as: teo.token, raw })).status).toBeGreaterThanOrEqual(400);
    }
    expect(unexpected).not.toHaveBeenCalled();
  },
);

test("P06 garbage behind the ? is refused, and is no error of ours", async () => {
  unexpected.mockClear();
  const page = ["limit", "cursor"];
  const lists: [string, string[]][] = [
    ["/api/v1/classes", page],
    [`${CLASS}/members`, page],
    [`${CLASS}/topics`, [...page, "kit"]],
    [`${CLASS}/messages`, [...page, "topic", "from", "to", "order"]],
  ];
  for (const [list, fields] of lists) {
    for (const field of fields) {
      for (const value of ["-1", "1e21", "a\0b", "../..", "[]", "x".repeat(10_000)]) {
        const { status } = await ask("GET", `${list}?${field}=${encodeURIComponent(value)}`, {
          as: teo.token,
        });
        expect([list, field, value, status]).not.toEqual([list, field, value, 500]);
      }
    }
  }
  expect(unexpected).not.toHaveBeenCalled();
});

test("P06 a name's limits are told by field", async () => {
  const tooLong = await ask<Problem>("POST", `${CLASS}/members`, {
    as: teo.token,
    body: { username: "a b", name: "", password: "short" },
  });
  expect(tooLong.status).toBe(400);
  expect(tooLong.body.errors?.map(({ field }) => field)).toEqual(["username", "name", "password"]);
});
