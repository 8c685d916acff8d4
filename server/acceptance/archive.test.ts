import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { KitKey } from "../contract/shapes";
import { OPERATIONS } from "../router/openapi/operations";
import { ask } from "./api";
import { joinAs, makeClass, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

let running: Running;
let teo: Person;
let ada: Person;
let lamp: KitKey;

const CLASS = "/api/v1/classes/lab";
const archive = (archived: boolean) => ask("PATCH", CLASS, { as: teo.token, body: { archived } });

beforeAll(async () => {
  running = await openRunning();
  teo = running.teo;
  ada = await joinAs("ada", { joinCode: running.joinCode, slug: "lab" });
  lamp = await running.makeKit("lamp", ada);
  await ask("POST", `${CLASS}/publish`, {
    as: ada.token,
    body: { topic: "lab/lamp/lux", payload: "1", qos: 1 },
  });
  await makeClass(teo, "Physics 7c", "physics-7c");
});
afterAll(() => running.close());

/** What is in the class, and how it is. */
async function all(): Promise<unknown> {
  const of = async (what: string) => (await ask(`GET`, `${CLASS}${what}`, { as: teo.token })).body;
  return Promise.all(["", "/members", "/kits", "/topics", "/messages", "/audit"].map(of));
}

/** What ends the archive, or the class with it. */
const ALLOWED = new Set(["PATCH /api/v1/classes/{class}", "DELETE /api/v1/classes/{class}"]);
const NEEDED: Record<string, string> = { "DELETE /api/v1/classes/{class}/messages": "?topic=lab/%23" };

describe("P15 an archived class can be read, and nothing more", () => {
  const operations = OPERATIONS.filter(({ path }) => path.includes("{class}"));
  const changing = operations.filter(
    ({ method, path }) => method !== "GET" && !ALLOWED.has(`${method} ${path}`),
  );

  const addressOf = (method: string, path: string) => {
    const values: Record<string, string> = {
      class: "lab",
      kit: "lamp",
      topic: "lamp/lux",
      user: ada.id,
      id: ada.id,
    };
    return (
      path.replace(/\{(\w+)\}/g, (_part, name: string) => values[name] ?? name) +
      (NEEDED[`${method} ${path}`] ?? "")
    );
  };

  beforeAll(() => archive(true));
  afterAll(() => archive(false));

  test.each(changing.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    "%s is refused to its instructor and to its student, and changes nothing",
    async (_name, { method, path, example, takes }) => {
      const before = await all();
      for (const person of [teo, ada]) {
        const sent = takes ? { raw: takes.example } : { body: example ?? {} };
        const { status, body } = await ask(method, addressOf(method, path), { as: person.token, ...sent });
        expect({ status, body }).toMatchObject({ status: 403, body: { code: "not-allowed" } });
        if (person === teo) expect(body.detail).toContain("archived");
      }
      expect(await all()).toEqual(before);
    },
  );

  test("every settings change is refused but to open it again", async () => {
    for (const body of [
      { name: "New" },
      { joinOpen: true },
      { renewJoinCode: true },
      { settings: { allowPins: true } },
    ]) {
      const answer = await ask("PATCH", CLASS, { as: teo.token, body });
      expect([answer.status, answer.body.code]).toEqual([403, "not-allowed"]);
    }
    expect((await archive(true)).status).toBe(200);
  });

  test("what is there is read by everybody as before", async () => {
    for (const path of [
      "",
      "/kits",
      "/kits/lamp",
      "/topics",
      "/messages",
      "/export.csv",
      "/series?topic=lab/lamp/lux",
    ])
      expect((await ask("GET", `${CLASS}${path}`, { as: ada.token })).status).toBe(200);
    for (const path of ["/members", "/contents", "/export", "/history", "/audit"])
      expect((await ask("GET", `${CLASS}${path}`, { as: teo.token })).status).toBe(200);
  });
});

test("P15 its kits are cut off as it is archived, and let in when it is opened again", async () => {
  const kit = await running.connectKit(lamp);
  const app = await running.connectApp(teo.token);
  const closed = vi.fn();
  kit.on("close", closed);
  await archive(true);
  await vi.waitFor(() => expect(closed).toHaveBeenCalled(), { timeout: 1000 });
  await expect(running.connectKit(lamp)).rejects.toThrow();
  const reply = await app.emitWithAck("topic:publish", { topic: "lab/lamp/set/led", payload: "on", qos: 1 });
  expect(reply).toMatchObject({ ok: false, code: "not-allowed" });
  await archive(false);
  await vi.waitFor(async () => (await running.connectKit(lamp)).end(), { timeout: 5000 });
});

test("what goes with a class is told before it goes", async () => {
  const { body } = await ask("GET", `${CLASS}/contents`, { as: teo.token });
  expect(body).toMatchObject({
    members: 2,
    accounts: { count: 1, names: ["ada"] },
    kits: { count: 1, names: ["lamp"] },
    topics: 1,
    messages: 1,
    bytes: 1,
  });
  await archive(true);
  expect((await ask("DELETE", CLASS, { as: ada.token })).status).toBe(403);
  expect((await ask("DELETE", CLASS, { as: teo.token })).status).toBe(204);
  expect((await ask("GET", "/api/v1/me", { as: ada.token })).status).toBe(401);
});
