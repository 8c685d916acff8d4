import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ApiToken, Class, Kit, KitKey, Page, Topic } from "../contract/shapes";
import { ask } from "./api";
import { joinAs, makeClass, openSchool, PASSWORD, type Person, type School, setUp } from "./classroom";

let school: School;
let teo: Person;
let ada: Person;
let ben: Person;

/** Teo teaches `lab` and `den`; Ada owns `lamp` in `lab`, Ben `fan`. */
beforeAll(async () => {
  school = await openSchool();
  teo = await setUp(school);
  const lab = await makeClass(teo, "Lab", "lab");
  await makeClass(teo, "Den", "den");
  [ada, ben] = [await joinAs("ada", lab), await joinAs("ben", lab)];
  for (const [by, slug] of [
    [ada, "lamp"],
    [ben, "fan"],
  ] as const)
    await ask("POST", "/api/v1/classes/lab/kits", { as: by.token, body: { name: slug, slug } });
  for (const topic of ["lab/lamp/lux", "lab/fan/speed", "lab/shared/score"]) await publish(teo.token, topic);
});
afterAll(() => school.close());

type Made = ApiToken & { secret: string };

const publish = (as: string, topic: string) =>
  ask("POST", `/api/v1/classes/${topic.split("/")[0]}/publish`, {
    as,
    body: { topic, payload: "1", qos: 1 },
  });

async function makeToken(by: Person, wish: object = {}): Promise<Made> {
  const made = await ask<Made>("POST", "/api/v1/tokens", { as: by.token, body: { name: "Script", ...wish } });
  if (made.status !== 201) throw new Error(`no token: ${JSON.stringify(made.body)}`);
  return made.body;
}

const tokensOf = async (by: Person) =>
  (await ask<Page<ApiToken>>("GET", "/api/v1/tokens", { as: by.token })).body.items;

/** The status and the code of each of these requests. */
async function answers(as: string, requests: readonly (readonly [string, string, object?])[]) {
  const given: string[] = [];
  for (const [method, path, body] of requests) {
    const { status, body: answer } = await ask(method, `/api/v1${path}`, { as, body });
    given.push([status, answer?.code].filter(Boolean).join(" "));
  }
  return given;
}

describe("making, listing, revoking", () => {
  test("P14 a secret is shown once and kept as a hash alone; its use is noted", async () => {
    const { secret, ...made } = await makeToken(ada, { name: " Window  sensor ", readOnly: true });
    expect(secret).toMatch(/^kr_[\w-]{43}$/);
    expect(made).toEqual({
      id: expect.any(String),
      name: "Window sensor",
      readOnly: true,
      class: null,
      kit: null,
      expiresAt: null,
      lastUsedAt: null,
      createdAt: expect.any(Number),
    });
    expect(await tokensOf(ada)).toContainEqual(made);
    const { rows } = await school.database.pool.query("SELECT * FROM api_token WHERE id = $1", [made.id]);
    expect(rows[0].secret_hash).toEqual(createHash("sha256").update(secret).digest());
    expect(JSON.stringify(rows)).not.toContain(secret);

    expect((await ask("GET", "/api/v1/me", { as: secret })).body).toMatchObject({ user: { id: ada.id } });
    await vi.waitFor(async () =>
      expect(await tokensOf(ada)).toContainEqual({ ...made, lastUsedAt: expect.any(Number) }),
    );
  });

  test("P15 a revoked one is none any more; nobody revokes another's", async () => {
    const { id, secret } = await makeToken(ada);
    expect(await answers(ben.token, [["DELETE", `/tokens/${id}`]])).toEqual(["404 not-found"]);
    expect(await tokensOf(ben)).toEqual([]);
    expect(await answers(secret, [["GET", "/me"]])).toEqual(["200"]);
    expect(await answers(ada.token, [["DELETE", `/tokens/${id}`]])).toEqual(["204"]);
    expect(await answers(secret, [["GET", "/me"]])).toEqual(["401 not-signed-in"]);
    expect(
      await answers(ada.token, [
        ["DELETE", `/tokens/${id}`],
        ["DELETE", "/tokens/1"],
      ]),
    ).toEqual(["404 not-found", "404 not-found"]);
  });

  test("P14 no token makes, lists or ends tokens, nor touches the account of its maker", async () => {
    const { id, secret } = await makeToken(teo);
    const refused = await answers(secret, [
      ["GET", "/tokens"],
      ["POST", "/tokens", { name: "More" }],
      ["DELETE", `/tokens/${id}`],
      ["PATCH", "/me", { password: "another-one", currentPassword: PASSWORD }],
      ["DELETE", "/me", { password: PASSWORD }],
      ["POST", `/classes/lab/members/${teo.id}/password`, {}],
    ]);
    expect(new Set(refused)).toEqual(new Set(["403 not-allowed"]));
  });

  test.each([
    ["no name", {}],
    ["a time that is over", { name: "x", expiresAt: Date.now() - 1000 }],
    ["a time that a database cannot give back", { name: "x", expiresAt: Date.UTC(10_000, 0) }],
    ["a kit of no class", { name: "x", kit: "lamp" }],
    ["a text for a switch", { name: "x", readOnly: "yes" }],
  ])("%s is bad input", async (_what, body) => {
    expect(await answers(ada.token, [["POST", "/tokens", body]])).toEqual(["400 bad-input"]);
  });

  test("P10 a class or kit that its maker may not know does not exist", async () => {
    expect(
      await answers(ada.token, [
        ["POST", "/tokens", { name: "x", class: "den" }],
        ["POST", "/tokens", { name: "x", class: "nowhere" }],
        ["POST", "/tokens", { name: "x", class: "lab", kit: "nothing" }],
      ]),
    ).toEqual(["404 not-found", "404 not-found", "404 not-found"]);
  });

  test("fifty are enough, and of those who ask at once none slips past", async () => {
    const eve = await joinAs("eve", await makeClass(teo, "Crowd", "crowd"));
    await school.database.pool.query(
      `INSERT INTO api_token (id, user_id, name, secret_hash, read_only)
       SELECT gen_random_uuid(), $1, 'x', sha256(n::text::bytea), false FROM generate_series(1, 47) AS n`,
      [eve.id],
    );
    const wishes = Array.from({ length: 6 }, () => answers(eve.token, [["POST", "/tokens", { name: "x" }]]));
    const given = (await Promise.all(wishes)).flat();
    expect(given.sort()).toEqual([...Array(3).fill("201"), ...Array(3).fill("422 limit-reached")]);
  });
});

describe("scope", () => {
  test("P14 one that reads only changes and publishes nothing, and shows no key", async () => {
    const { secret } = await makeToken(teo, { readOnly: true });
    expect(
      await answers(secret, [
        ["GET", "/classes/lab/members"],
        ["GET", "/classes/lab/messages"],
        ["PATCH", "/classes/lab", { name: "Changed" }],
        ["POST", "/classes", { name: "New" }],
        ["PATCH", "/classes/lab/kits/lamp", { name: "Changed" }],
        ["GET", "/classes/lab/kits/lamp/key"],
        ["POST", "/classes/lab/publish", { topic: "lab/lamp/lux", payload: "2" }],
        ["PATCH", "/classes/nowhere", { name: "Changed" }],
      ]),
    ).toEqual([
      "200",
      "200",
      "403 not-allowed",
      "403 not-allowed",
      "403 not-allowed",
      "403 not-allowed",
      "403 not-allowed",
      "404 not-found",
    ]);
  });

  test("P14 P10 to one for a class no other class exists", async () => {
    const { secret } = await makeToken(teo, { class: "lab" });
    const { body } = await ask<Page<Class>>("GET", "/api/v1/classes", { as: secret });
    expect(body.items.map(({ slug }) => slug)).toEqual(["lab"]);
    const me = await ask<{ classes: Class[] }>("GET", "/api/v1/me", { as: secret });
    expect(me.body.classes.map(({ slug }) => slug)).toEqual(["lab"]);
    expect(
      await answers(secret, [
        ["PATCH", "/classes/lab/kits/fan", { name: "Fan" }],
        ["GET", "/classes/den"],
        ["PATCH", "/classes/den", { name: "Changed" }],
        ["GET", "/classes/den/kits"],
        ["POST", "/classes", { name: "New" }],
      ]),
    ).toEqual(["200", "404 not-found", "404 not-found", "404 not-found", "403 not-allowed"]);
  });

  test("P14 one for a kit reads and publishes that kit's branch alone, without the board", async () => {
    const { secret } = await makeToken(teo, { class: "lab", kit: "lamp" });
    const kits = await ask<Page<Kit>>("GET", "/api/v1/classes/lab/kits", { as: secret });
    expect(kits.body.items.map(({ slug }) => slug)).toEqual(["lamp"]);
    const topics = await ask<Page<Topic>>("GET", "/api/v1/classes/lab/topics", { as: secret });
    expect(topics.body.items.map(({ topic }) => topic)).toEqual(["lab/lamp/lux"]);
    const messages = await ask<Page<{ topic: string }>>("GET", "/api/v1/classes/lab/messages", {
      as: secret,
    });
    expect(new Set(messages.body.items.map(({ topic }) => topic))).toEqual(new Set(["lab/lamp/lux"]));
    const { body: lab } = await ask<Class>("GET", "/api/v1/classes/lab", { as: secret });
    expect(lab).not.toHaveProperty("joinCode");
    expect(
      await answers(secret, [
        ["POST", "/classes/lab/publish", { topic: "lab/lamp/set/led", payload: "on" }],
        ["GET", "/classes/lab/kits/lamp/key"],
        ["POST", "/classes/lab/publish", { topic: "lab/fan/speed", payload: "2" }],
        ["POST", "/classes/lab/publish", { topic: "lab/shared/score", payload: "2" }],
        ["GET", "/classes/lab/kits/fan"],
        ["DELETE", "/classes/lab/kits/fan"],
        ["GET", "/classes/lab/topics/shared/score"],
        ["GET", "/classes/lab/series?topic=lab/fan/speed"],
        ["GET", "/classes/lab/members"],
        ["POST", "/classes/lab/kits", { name: "New" }],
        ["POST", "/classes/lab/topics", { topic: "lab/shared/new" }],
        ["POST", "/classes/lab/topics", { topic: "lab/lamp/new" }],
        ["PATCH", "/classes/lab", { archived: true }],
      ]),
    ).toEqual([
      "200",
      "200",
      "404 not-found",
      "403 not-allowed",
      "404 not-found",
      "404 not-found",
      "404 not-found",
      "404 not-found",
      "403 not-allowed",
      "403 not-allowed",
      "403 not-allowed",
      "201",
      "403 not-allowed",
    ]);
  });

  test("P14 never more than its maker: a student's for a classmate's kit reads it and no more", async () => {
    const { secret } = await makeToken(ada, { class: "lab", kit: "fan" });
    expect(
      await answers(secret, [
        ["GET", "/classes/lab/kits/fan"],
        ["POST", "/classes/lab/publish", { topic: "lab/fan/speed", payload: "2" }],
        ["GET", "/classes/lab/kits/fan/key"],
      ]),
    ).toEqual(["200", "403 not-allowed", "403 not-allowed"]);
  });
});

describe("ends", () => {
  test("P14 an expired one is told so", async () => {
    const { id, secret } = await makeToken(ada, { expiresAt: Date.now() + 3600_000 });
    expect(await answers(secret, [["GET", "/me"]])).toEqual(["200"]);
    await school.database.pool.query(
      "UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1",
      [id],
    );
    expect(
      await answers(secret, [
        ["GET", "/me"],
        ["POST", "/classes/lab/publish", { topic: "lab/lamp/lux", payload: "2" }],
      ]),
    ).toEqual(["401 token-expired", "401 token-expired"]);
  });

  test("P15 it ends with its kit: another kit of that name is not its own", async () => {
    const kit = () =>
      ask<KitKey>("POST", "/api/v1/classes/lab/kits", {
        as: ada.token,
        body: { name: "Bell", slug: "bell" },
      });
    await kit();
    const { secret } = await makeToken(ada, { class: "lab", kit: "bell" });
    expect(await answers(secret, [["GET", "/classes/lab/kits/bell"]])).toEqual(["200"]);
    await ask("DELETE", "/api/v1/classes/lab/kits/bell", { as: ada.token });
    await kit();
    expect(await answers(secret, [["GET", "/classes/lab/kits/bell"]])).toEqual(["401 not-signed-in"]);
  });

  test("P15 what its maker loses, it loses: suspended, removed, the kit handed on, kits made private", async () => {
    const lab = await makeClass(teo, "Short", "short");
    const kim = await joinAs("kim", lab);
    await ask("POST", "/api/v1/classes/short/kits", { as: kim.token, body: { name: "Lamp", slug: "lamp" } });
    const { secret } = await makeToken(kim, { class: "short", kit: "lamp" });
    const asTeo = (method: string, path: string, body?: object) =>
      ask(method, `/api/v1/classes/short${path}`, { as: teo.token, body });
    const read = ["GET", "/classes/short/kits/lamp"] as const;
    const send = ["POST", "/classes/short/publish", { topic: "short/lamp/lux", payload: "1" }] as const;

    expect(await answers(secret, [read, send])).toEqual(["200", "200"]);
    await asTeo("PATCH", "/kits/lamp", { owner: teo.id });
    expect(await answers(secret, [read, send])).toEqual(["200", "403 not-allowed"]);
    await asTeo("PATCH", "", { settings: { privateKits: true } });
    expect(await answers(secret, [read, send])).toEqual(["404 not-found", "404 not-found"]);
    await asTeo("PATCH", `/members/${kim.id}`, { suspended: true });
    expect(await answers(secret, [read])).toEqual(["401 not-signed-in"]);
    await asTeo("PATCH", `/members/${kim.id}`, { suspended: false });
    expect(await answers(secret, [["GET", "/classes/short"]])).toEqual(["200"]);
    await asTeo("DELETE", `/members/${kim.id}`);
    expect(await answers(secret, [["GET", "/classes/short"]])).toEqual(["401 not-signed-in"]);
  });
});
