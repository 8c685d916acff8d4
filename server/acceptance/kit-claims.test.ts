import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Class, Kit, KitCard, KitKey, Problem } from "../contract/shapes";
import { pool } from "../sql/client";
import { ask } from "./api";
import { joinAs, makeClass, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

let running: Running;
let lab: Class & { joinCode: string };
let classes = 0;

beforeAll(async () => {
  running = await openRunning();
});
afterAll(() => running.close());
beforeEach(async () => {
  lab = await makeClass(running.teo, "Bench", `bench-${++classes}`);
});

type Answer = { items: KitCard[] } & Problem;
type Asker = { token: string };

const as = <Body>({ token }: Asker, method: string, path: string, body?: unknown) =>
  ask<Body>(method, `/api/v1/classes/${lab.slug}${path}`, { as: token, body });
const bulk = (body: unknown, by: Asker = running.teo) => as<Answer>(by, "POST", "/kits/bulk", body);
const claim = (by: Asker, code: string | null | undefined) =>
  as<Kit & Problem>(by, "POST", "/kits/claim", { code });
const kitOf = async (slug: string) => (await as<Kit>(running.teo, "GET", `/kits/${slug}`)).body;

async function oneKit(): Promise<KitCard> {
  const [card] = (await bulk({ count: 1 })).body.items;
  if (!card) throw new Error("no kit was made");
  return card;
}

test("P42 thirty kits are made at once, each with a number, a key and a claim code of its own", async () => {
  const { status, body } = await bulk({ count: 30 });
  expect(status).toBe(201);
  expect(body.items.map(({ name }) => name)).toEqual(Array.from({ length: 30 }, (_, n) => `Kit ${n + 1}`));
  for (const of of ["slug", "username", "key", "claimCode"] as const)
    expect(new Set(body.items.map((card) => card[of])).size).toBe(30);
  expect(body.items.every(({ claimCode }) => /^[2-9A-HJKMNP-Z]{8}$/.test(claimCode ?? ""))).toBe(true);
  const [first] = body.items;
  const kit = await running.connectKit({ username: first?.username ?? "", key: first?.key ?? "" });
  expect(kit.connected).toBe(true);
  const more = await bulk({ count: 2 });
  expect(more.body.items.map(({ slug }) => slug)).toEqual(["kit-31", "kit-32"]);
  const named = await bulk({ count: 2, name: "키트" });
  expect(named.body.items.map(({ name, slug }) => `${name} ${slug}`)).toEqual([
    "키트 33 kit-33",
    "키트 34 kit-34",
  ]);
});

test("P08 more kits than the class may have are none at all", async () => {
  await as(running.teo, "PATCH", "", { settings: { limits: { kits: 10 } } });
  expect((await bulk({ count: 8 })).status).toBe(201);
  expect((await bulk({ count: 3 })).body.code).toBe("limit-reached");
  expect((await bulk({ count: 2 })).status).toBe(201);
  const { items } = (await as<{ items: Kit[] }>(running.teo, "GET", "/kits")).body;
  expect(items).toHaveLength(10);
});

test.each([
  [{ count: 0 }],
  [{ count: 201 }],
  [{ count: 1.5 }],
  [{ count: "3" }],
  [{}],
  [{ count: 1, name: "" }],
])("P08 %j makes no kits", async (body) => {
  expect((await bulk(body)).body.code).toBe("bad-input");
});

test("P17 two instructors who make kits at the same instant get kits of different numbers", async () => {
  const answers = await Promise.all([bulk({ count: 20 }), bulk({ count: 20 })]);
  const made = answers.flatMap(({ body }) => body.items ?? []).map(({ slug }) => slug);
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(new Set(made).size).toBe(40);
});

test("P42 a student claims a kit by the code on its card, however it is typed, and nobody does so again", async () => {
  const card = await oneKit();
  const ada = await joinAs("ada", lab);
  const typed = `${card.claimCode?.slice(0, 4)}-${card.claimCode?.slice(4)} `.toLowerCase();
  expect((await claim(ada, typed)).body.owner?.id).toBe(ada.id);
  expect((await claim(await joinAs("bo", lab), card.claimCode)).body.code).toBe("not-found");
  const key = await as<KitKey>(ada, "GET", `/kits/${card.slug}/key`);
  expect(key.body.key, "the key on the card still opens").toBe(card.key);
});

test("P17 of two students who claim one kit at the same instant one gets it", async () => {
  const card = await oneKit();
  const both = [await joinAs("ada", lab), await joinAs("bo", lab)];
  const answers = await Promise.all(both.map((student) => claim(student, card.claimCode)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  const winner = both[answers.findIndex(({ status }) => status === 200)];
  expect((await kitOf(card.slug)).owner?.id).toBe(winner?.id);
});

test("P14 a code of another class opens nothing, and guesses are slowed", async () => {
  const card = await oneKit();
  lab = await makeClass(running.teo, "Other", `other-${classes}`);
  const ada = await joinAs("ada", lab);
  expect((await claim(ada, card.claimCode)).body.code).toBe("not-found");
  const codes = await Promise.all(Array.from({ length: 30 }, () => claim(ada, "22222222")));
  expect(codes.some(({ body }) => body.code === "too-many")).toBe(true);
});

async function claimed(): Promise<{ card: KitCard; ada: Person }> {
  const card = await oneKit();
  const ada = await joinAs("ada", lab);
  await claim(ada, card.claimCode);
  return { card, ada };
}

/** The kit's card as the instructor would print it now. */
async function newCode(slug: string): Promise<string | null> {
  const { rows } = await pool().query<{ claim_code: string | null }>(
    "SELECT claim_code FROM kit JOIN class ON class.id = class_id WHERE kit.slug = $1 AND class.slug = $2",
    [slug, lab.slug],
  );
  return rows[0]?.claim_code ?? null;
}

test("P15 P42 a kit that is taken back has another key and another code, and keeps its history", async () => {
  const { card, ada } = await claimed();
  const kit = await running.connectKit(card);
  await kit.publishAsync(`${lab.slug}/${card.slug}/light`, "21.5", { qos: 1 });
  const ended = new Promise((done) => kit.once("close", () => done(null)));
  expect((await as(running.teo, "PATCH", `/kits/${card.slug}`, { owner: null })).status).toBe(200);
  await ended;
  await expect(running.connectKit(card)).rejects.toThrow();
  expect((await as(ada, "GET", `/kits/${card.slug}/key`)).status).toBe(403);
  const code = await newCode(card.slug);
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(code).not.toBe(card.claimCode);
  expect((await claim(ada, card.claimCode)).status).toBe(404);
  const stored = await as<{ items: unknown[] }>(
    running.teo,
    "GET",
    `/messages?topic=${lab.slug}/${card.slug}/light`,
  );
  expect(stored.body.items).toHaveLength(1);
  expect((await claim(ada, code)).status).toBe(200);
});

test("P42 a kit that is handed on has another key, and no code", async () => {
  const { card } = await claimed();
  const bo = await joinAs("bo", lab);
  await as(running.teo, "PATCH", `/kits/${card.slug}`, { owner: bo.id });
  const key = await as<KitKey>(bo, "GET", `/kits/${card.slug}/key`);
  expect(key.body.key).not.toBe(card.key);
  expect(await newCode(card.slug)).toBeNull();
});

test.each(["removed", "deleted"])(
  "P42 a kit outlives a user who was %s: it can be claimed again",
  async (how) => {
    const { card, ada } = await claimed();
    if (how === "removed") await as(running.teo, "DELETE", `/members/${ada.id}`);
    else await ask("DELETE", "/api/v1/me", { as: ada.token, body: { password: "lamps-and-wires" } });
    expect((await kitOf(card.slug)).owner).toBeNull();
    await expect(running.connectKit(card)).rejects.toThrow();
    const bo = await joinAs("bo", lab);
    expect((await claim(bo, await newCode(card.slug))).body.owner?.id).toBe(bo.id);
  },
);

test("P15 all keys are renewed at once: every old one ends with its connections", async () => {
  const cards = (await bulk({ count: 3 })).body.items;
  const kits = await Promise.all(cards.map((card) => running.connectKit(card)));
  const ended = Promise.all(kits.map((kit) => new Promise((done) => kit.once("close", () => done(null)))));
  const renewed = await as<{ items: (KitKey & { kit: string })[] }>(running.teo, "POST", "/kits/keys");
  expect(renewed.body.items.map(({ kit }) => kit)).toEqual(cards.map(({ slug }) => slug));
  await ended;
  for (const card of cards) await expect(running.connectKit(card)).rejects.toThrow();
  for (const key of renewed.body.items) expect((await running.connectKit(key)).connected).toBe(true);
});

test("P08 what was done with kits stands in the class's list", async () => {
  const { card } = await claimed();
  await as(running.teo, "PATCH", `/kits/${card.slug}`, { owner: null });
  await as(running.teo, "POST", "/kits/keys");
  const { body } = await as<{ items: { action: string; about: string | null }[] }>(
    running.teo,
    "GET",
    "/audit",
  );
  const kits = body.items.filter(({ action }) => action.startsWith("kit."));
  expect(kits.map(({ action }) => action)).toEqual([
    "kit.keys-renewed",
    "kit.handed-on",
    "kit.claimed",
    "kit.created",
  ]);
});

test("P17 a kit of a student's own number stops no numbering", async () => {
  const ada = await joinAs("ada", lab);
  for (const slug of ["kit-999999", "kit-3"]) await as(ada, "POST", "/kits", { name: "Own", slug });
  const made = [await bulk({ count: 2 }), await bulk({ count: 2 })].flatMap(({ body }) => body.items);
  expect(made.map(({ slug }) => slug)).toEqual(["kit-4", "kit-5", "kit-6", "kit-7"]);
});
