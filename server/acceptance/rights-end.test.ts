import type { MqttClient } from "mqtt";
import { encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sessionSecret } from "../authority/session";
import type { ApiToken, KitKey } from "../contract/shapes";
import { type App, openApp } from "../socket/testing";
import { pool } from "../sql/client";
import { ask } from "./api";
import { joinAs, makeClass, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

/** Whoever's right has ended: within a second nothing is received or accepted, by whichever way they came in. */
let running: Running;
let students = 0;
let ann: Person;
let token: ApiToken & { secret: string };
let cookie: string;
let key: KitKey;
let kit: MqttClient;
let byJwt: App;
let byToken: App;
let heard: string[];

beforeAll(async () => {
  running = await openRunning();
  const board = await running.connectKit(await running.makeKit("board"));
  await board.publishAsync("lab/board/lux", "0", { qos: 1 });
});
afterAll(() => running.close());

beforeEach(async () => {
  const name = `ann${++students}`;
  ann = await joinAs(name, { joinCode: running.joinCode, slug: "lab" });
  const body = { name: "Script" };
  token = (await ask<typeof token>("POST", "/api/v1/tokens", { as: ann.token, body })).body;
  const session = await encode({ token: { sub: ann.id, ver: 1 }, secret: sessionSecret() });
  cookie = `next-auth.session-token=${session}`;
  key = await running.makeKit(`${name}-lamp`, ann);
  kit = await running.connectKit(key);
  heard = [];
  kit.on("message", (_topic, payload) => heard.push(payload.toString()));
  await kit.subscribeAsync("lab/#", { qos: 1 });
  byJwt = await openApp(running.kitroom.port, { auth: { token: ann.token } });
  byToken = await openApp(running.kitroom.port, { auth: { token: token.secret } });
  for (const app of [byJwt, byToken])
    expect(await app.subscribe("lab/board/lux", 1)).toMatchObject({ ok: true });
});
afterEach(() => {
  for (const { socket } of [byJwt, byToken]) socket.close();
  kit.end(true);
});

const asTeo = (method: string, path: string, body?: unknown) =>
  ask<KitKey>(method, `/api/v1/classes/lab${path}`, { as: running.teo.token, body });

const WAYS = {
  session: () => ask("GET", "/api/v1/classes/lab", { headers: { cookie } }),
  jwt: () => ask("GET", "/api/v1/classes/lab", { as: ann.token }),
  token: () => ask("GET", "/api/v1/classes/lab", { as: token.secret }),
};
const statuses = async () =>
  Object.fromEntries(
    await Promise.all(Object.entries(WAYS).map(async ([way, go]) => [way, (await go()).status])),
  );

/** What is left a second after it ended; `kit` and the sockets: whether they are connected. */
async function expectLeft(left: {
  session: number;
  jwt: number;
  token: number;
  byJwt: boolean;
  byToken: boolean;
  kit: boolean;
}): Promise<void> {
  await vi.waitFor(
    async () =>
      expect({
        ...(await statuses()),
        byJwt: byJwt.socket.connected && byJwt.closed.length === 0,
        byToken: byToken.socket.connected && byToken.closed.length === 0,
        kit: kit.connected,
      }).toEqual(left),
    1000,
  );
  const said = `said after ${students}`;
  await ask("POST", "/api/v1/classes/lab/publish", {
    as: running.teo.token,
    body: { topic: "lab/board/lux", payload: said, qos: 1 },
  });
  const received = (app: App) => app.messages.some(({ payload }) => payload === said);
  if (left.byJwt) await vi.waitFor(() => expect(received(byJwt)).toBe(true));
  if (left.byToken) await vi.waitFor(() => expect(received(byToken)).toBe(true));
  if (left.kit) await vi.waitFor(() => expect(heard).toContain(said));
  expect([received(byJwt), received(byToken), heard.includes(said)]).toEqual([
    left.byJwt,
    left.byToken,
    left.kit,
  ]);
}

/** The kit's own key opens nothing, and what it tries to say is stored nowhere. */
async function expectKitOut(): Promise<void> {
  await expect(running.connectKit(key)).rejects.toThrow();
  const { body } = await ask<{ messages: number }>("GET", "/api/v1/classes/lab/messages/count", {
    as: running.teo.token,
  });
  kit.publish(`lab/${key.username.replace("lab.", "")}/late`, "late", { qos: 1 });
  const after = await ask<{ messages: number }>("GET", "/api/v1/classes/lab/messages/count", {
    as: running.teo.token,
  });
  expect(after.body.messages).toBe(body.messages);
}

const OUT = { session: 401, jwt: 401, token: 401, byJwt: false, byToken: false, kit: false };
const IN = { session: 200, jwt: 200, token: 200, byJwt: true, byToken: true, kit: true };

test("P15 everything works before", () => expectLeft(IN));

test("P15 removed: sessions, tokens, sockets and the kit end within a second", async () => {
  expect((await asTeo("DELETE", `/members/${ann.id}`)).status).toBe(204);
  await expectLeft(OUT);
  await expectKitOut();
});

test("P15 suspended: the same, and all of it is back when the suspension ends", async () => {
  expect((await asTeo("PATCH", `/members/${ann.id}`, { suspended: true })).status).toBe(200);
  await expectLeft(OUT);
  await expectKitOut();
  await asTeo("PATCH", `/members/${ann.id}`, { suspended: false });
  await vi.waitFor(
    async () => expect(await statuses()).toEqual({ session: 200, jwt: 200, token: 200 }),
    1000,
  );
  expect((await running.connectKit(key)).connected).toBe(true);
});

test("P15 suspended in one of two classes: out of that one, and still in the other", async () => {
  const other = await makeClass(running.teo, "Other", `other-${students}`);
  await pool().query(
    `INSERT INTO membership (class_id, user_id, role) SELECT id, $1::uuid, 'student' FROM class WHERE slug = $2`,
    [ann.id, other.slug],
  );
  await asTeo("PATCH", `/members/${ann.id}`, { suspended: true });
  await expectLeft({ session: 404, jwt: 404, token: 404, byJwt: false, byToken: false, kit: false });
  expect((await ask("GET", `/api/v1/classes/${other.slug}`, { as: ann.token })).status).toBe(200);
});

test("P15 a renewed password: sessions and JWTs end, what has its own secret goes on", async () => {
  expect((await asTeo("POST", `/members/${ann.id}/password`, {})).status).toBe(200);
  await expectLeft({ ...IN, session: 401, jwt: 401, byJwt: false });
});

test("P15 a renewed kit key: the kit alone ends, and comes back with the new one", async () => {
  const { body } = await asTeo("POST", `/kits/${key.username.replace("lab.", "")}/key`);
  await expectLeft({ ...IN, kit: false });
  await expectKitOut();
  expect((await running.connectKit(body)).connected).toBe(true);
});

test("P15 P14 a revoked token: the app that used it alone ends", async () => {
  await ask("DELETE", `/api/v1/tokens/${token.id}`, { as: ann.token });
  await expectLeft({ ...IN, token: 401, byToken: false });
});
