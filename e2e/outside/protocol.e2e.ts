import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import mqtt from "mqtt";
import type { Socket } from "socket.io-client";
import {
  type Caller,
  type Classroom,
  caller,
  connectApp,
  connectKit,
  join,
  type Kit,
  listen,
  makeKit,
  once,
  openClassroom,
  refusedApp,
  TEO,
  token,
} from "./clients";
import { type Product, startProduct } from "./product";

// The contract from outside, in the order in which a school meets it: docs/protocol.md and nothing else.
test.describe.configure({ mode: "serial" });

let product: Product;
let classroom: Classroom;
let teo: Caller;
let ben: { call: Caller; token: string; id: string };
let lamp: Kit;

test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product.stop());

type Reply = { ok: boolean; code?: string; value?: Record<string, unknown> };
const ask = (socket: Socket, event: string, input: unknown): Promise<Reply> =>
  socket.timeout(5000).emitWithAck(event, input);

test("P01 the server says that it is well, and who made it first", async () => {
  const anybody = caller(product);
  expect((await anybody("GET", "/api/health")).body).toMatchObject({
    status: "ok",
    database: "ok",
    broker: "ok",
  });
  expect(product.setupCode).not.toBe("");

  const refused = await anybody("POST", "/api/v1/setup", {
    setupCode: "wrong",
    name: "Eve",
    email: "eve@x.test",
    password: "long enough",
  });
  expect(refused).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  expect(refused.headers.get("content-type")).toContain("application/problem+json");

  classroom = await openClassroom(product);
  teo = classroom.teo;
  const again = await anybody("POST", "/api/v1/setup", {
    setupCode: product.setupCode,
    name: "Eve",
    email: "eve@x.test",
    password: "long enough",
  });
  expect(again).toMatchObject({ status: 409, body: { code: "already-taken" } });
});

test("P12 P24 a token is for who asked, and wrong passwords get none", async () => {
  expect((await teo("GET", "/api/v1/me")).body).toMatchObject({ user: { name: "Teo", email: TEO.email } });
  const anybody = caller(product);
  for (const password of ["wrong password", ""]) {
    expect(
      (await anybody("POST", "/api/v1/token", { email: TEO.email, password })).status,
    ).toBeGreaterThanOrEqual(400);
  }
  expect((await anybody("GET", "/api/v1/me")).body).toMatchObject({ code: "not-signed-in" });
  expect((await caller(product, "x.y.z")("GET", "/api/v1/me")).body).toMatchObject({ code: "not-signed-in" });
});

test("P07 a student joins by the code, without e-mail", async () => {
  expect(classroom.joinCode).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
  ben = await join(product, classroom.joinCode, "ben");
  expect((await ben.call("GET", "/api/v1/me")).body).toMatchObject({
    classes: [{ slug: "lab", role: "student" }],
  });
  const anybody = caller(product);
  const somebody = { username: "ben", name: "Ben", password: "a long enough one" };
  expect(
    (await anybody("POST", "/api/v1/join", { code: classroom.joinCode, ...somebody })).body,
  ).toMatchObject({ code: "already-taken" });
  expect((await anybody("POST", "/api/v1/join", { code: "ZZZZZZ", ...somebody })).body).toMatchObject({
    code: "not-found",
  });
  expect(
    (
      await anybody("POST", "/api/v1/join", {
        code: classroom.joinCode,
        username: "b",
        name: "",
        password: "1",
      })
    ).body,
  ).toMatchObject({
    code: "bad-input",
    errors: expect.arrayContaining([expect.objectContaining({ field: "username" })]),
  });
});

test("P42 a kit gets its name and key; others do not see the key", async () => {
  lamp = await makeKit(ben.call, "lamp");
  expect(lamp.username).toBe("lab.lamp");
  expect((await ben.call("GET", "/api/v1/classes/lab/kits/lamp/key")).body).toEqual(lamp);
  const anna = await join(product, classroom.joinCode, "anna");
  expect((await anna.call("GET", "/api/v1/classes/lab/kits/lamp/key")).body).toMatchObject({
    code: "not-allowed",
  });
  expect(
    (await ben.call("POST", "/api/v1/classes/lab/kits", { name: "Lamp", slug: "lamp" })).body,
  ).toMatchObject({ code: "already-taken" });
  expect(
    (await ben.call("POST", "/api/v1/classes/lab/kits", { name: "Shared", slug: "shared" })).body,
  ).toMatchObject({ code: "bad-input" });
});

test("P42 a wrong key and an unknown kit are refused with CONNACK 4 or 5", async () => {
  for (const kit of [
    { ...lamp, key: "wrong" },
    { username: "lab.nothing", key: lamp.key },
    { username: "nonsense", key: "" },
  ]) {
    await expect(connectKit(product, kit)).rejects.toMatchObject({ code: expect.any(Number) });
  }
});

test("P29 P41 readings reach the browser and history byte for byte, at every QoS", async () => {
  const kit = await connectKit(product, lamp);
  const app = await connectApp(product, ben.token);
  const heard: { topic: string; payload: unknown; qos: number; retain: boolean; at: number }[] = [];
  app.on("topic:messages", (messages) => heard.push(...messages));

  expect(await ask(app, "topic:subscribe", { topic: "lab/lamp/light" })).toMatchObject({
    ok: false,
    code: "not-found",
  });
  await kit.publishAsync("lab/lamp/light", "0", { qos: 1 });
  for (const qos of [0, 1, 2]) {
    expect(await ask(app, "topic:subscribe", { topic: "lab/lamp/light", qos })).toMatchObject({
      ok: true,
      value: { qos },
    });
  }
  const payloads = [
    Buffer.from("21.5"),
    Buffer.from("따뜻함"),
    randomBytes(512),
    Buffer.alloc(0),
    Buffer.from([0, 255, 0]),
  ];
  for (const qos of [0, 1, 2] as const) {
    for (const payload of payloads) await kit.publishAsync("lab/lamp/light", payload, { qos });
  }
  await expect.poll(() => heard.length).toBe(15);
  const bytes = (payload: unknown) =>
    typeof payload === "string" ? Buffer.from(payload) : Buffer.from(payload as Uint8Array);
  expect(heard.map(({ payload }) => bytes(payload).toString("hex"))).toEqual(
    [...payloads, ...payloads, ...payloads].map((payload) => payload.toString("hex")),
  );
  expect(typeof heard[0]?.payload).toBe("string");
  expect(heard.map(({ qos }) => qos)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);

  const { body } = await ben.call("GET", "/api/v1/classes/lab/messages?topic=lab/lamp/light&limit=1000");
  const stored = body.items as { payload?: string; payloadBase64?: string; at: number; qos: number }[];
  const storedBytes = stored.map((message) =>
    message.payloadBase64 === undefined
      ? Buffer.from(message.payload ?? "")
      : Buffer.from(message.payloadBase64, "base64"),
  );
  expect(storedBytes.slice(1).map((payload) => payload.toString("hex"))).toEqual(
    heard.map(({ payload }) => bytes(payload).toString("hex")),
  );
  expect(stored.slice(1).map(({ at }) => at)).toEqual(heard.map(({ at }) => at));
  app.close();
  await kit.endAsync();
});

test("P34 P35 commands reach the kit byte for byte, by socket and by HTTP, at every QoS", async () => {
  const kit = await connectKit(product, lamp);
  const heard = await listen(kit, "lab/lamp/set/#");
  const app = await connectApp(product, ben.token);
  const payload = randomBytes(64);
  for (const qos of [0, 1, 2]) {
    const reply = await ask(app, "topic:publish", { topic: "lab/lamp/set/led", payload, qos });
    expect(reply).toMatchObject({
      ok: true,
      value: { topic: "lab/lamp/set/led", qos, at: expect.any(Number) },
    });
    const answer = await ben.call("POST", "/api/v1/classes/lab/publish", {
      topic: "lab/lamp/set/led",
      payload: "on",
      qos,
    });
    expect(answer).toMatchObject({ status: 200, body: { qos, at: expect.any(Number) } });
  }
  await expect.poll(() => heard.length).toBe(6);
  expect(heard.map(({ payload: got, qos }) => [got.toString("hex"), qos])).toEqual(
    [0, 1, 2].flatMap((qos) => [
      [payload.toString("hex"), qos],
      [Buffer.from("on").toString("hex"), qos],
    ]),
  );
  app.close();
  await kit.endAsync();
});

test("P31 a retained command waits for the kit and for late joiners", async () => {
  await ben.call("POST", "/api/v1/classes/lab/publish", {
    topic: "lab/lamp/set/mode",
    payload: "eco",
    qos: 1,
    retain: true,
  });
  const app = await connectApp(product, ben.token);
  expect(await ask(app, "topic:subscribe", { topic: "lab/lamp/set/mode" })).toMatchObject({
    ok: true,
    value: { retained: [{ topic: "lab/lamp/set/mode", payload: "eco", retain: true, qos: 1 }] },
  });
  const kit = await connectKit(product, lamp);
  const heard = await listen(kit, "lab/lamp/set/mode");
  await expect
    .poll(() => heard.map(({ payload, retain }) => [payload.toString(), retain]))
    .toEqual([["eco", true]]);
  app.close();
  await kit.endAsync();
});

test("P13 with a kit's key, another kit's topic, another class, # and $SYS/# give nothing", async () => {
  await teo("POST", "/api/v1/classes", { name: "Other", slug: "other" });
  const fan = await makeKit(teo, "fan", "other");
  const stranger = await connectKit(product, fan);
  const heard: string[] = [];
  stranger.on("message", (topic) => heard.push(topic));
  for (const filter of ["#", "+/#", "$SYS/#", "lab/#", "lab/lamp/light", "+/lamp/light"]) {
    const granted = await stranger.subscribeAsync(filter).catch((error: Error) => error);
    expect(granted instanceof Error || granted[0]?.qos === 128, filter).toBe(true);
  }
  const complaints = await listen(stranger, "other/fan/errors");
  const app = await connectApp(product, ben.token);
  const seen: unknown[] = [];
  app.on("topic:messages", (messages) => seen.push(...messages));
  await ask(app, "topic:subscribe", { topic: "lab/#" });
  await stranger.publishAsync("lab/lamp/light", "forged", { qos: 1 });
  await expect
    .poll(() => complaints.map(({ payload }) => JSON.parse(payload.toString()).code))
    .toContain("not-allowed");
  const kit = await connectKit(product, lamp);
  await kit.publishAsync("lab/lamp/light", "true one", { qos: 1 });
  await expect.poll(() => seen).toMatchObject([{ payload: "true one" }]);
  const { body } = await ben.call("GET", "/api/v1/classes/lab/messages?topic=lab/lamp/light&limit=1000");
  expect(JSON.stringify(body)).not.toContain("forged");
  expect(heard.filter((topic) => topic !== "other/fan/errors")).toEqual([]);
  app.close();
  await Promise.all([stranger.endAsync(), kit.endAsync()]);
});

test("MQTT over WebSocket at /mqtt is the same broker", async () => {
  const kit = mqtt.connect(`ws://127.0.0.1:${product.port}/mqtt`, {
    username: lamp.username,
    password: lamp.key,
    reconnectPeriod: 0,
  });
  await once(kit, "connect");
  const heard = await listen(kit, "lab/shared/#");
  const other = await connectKit(product, lamp, { clientId: "other" });
  const payload = randomBytes(60_000);
  await other.publishAsync("lab/shared/picture", payload, { qos: 2 });
  await expect.poll(() => heard[0]?.payload.equals(payload)).toBe(true);
  await Promise.all([kit.endAsync(), other.endAsync()]);
});

test("P11 handshakes without a valid token are refused with a reason", async () => {
  expect(await refusedApp(product, {})).toBe("not-signed-in");
  expect(await refusedApp(product, { token: "x" })).toBe("not-signed-in");
  expect(await refusedApp(product, { token: 5 })).toBe("not-signed-in");
});

test("P26 P33 P06 every refusal has its code", async () => {
  const app = await connectApp(product, ben.token);
  const anna = await connectApp(
    product,
    await token(product, { class: "lab", username: "anna", password: "anna has a password" }),
  );
  const cases: [Socket, string, unknown, string][] = [
    [app, "topic:subscribe", { topic: "" }, "bad-input"],
    [app, "topic:subscribe", { topic: "a#" }, "bad-input"],
    [app, "topic:subscribe", "lab/lamp/light", "bad-input"],
    [app, "topic:subscribe", { topic: "lab/lamp/nothing" }, "not-found"],
    [app, "topic:subscribe", { topic: "other/fan/x" }, "not-found"],
    [app, "topic:subscribe", { topic: "#" }, "not-allowed"],
    [app, "topic:subscribe", { topic: "$SYS/#" }, "not-allowed"],
    [app, "topic:publish", { topic: "lab/lamp/+", payload: "1" }, "bad-input"],
    [app, "topic:publish", { topic: "lab/lamp/1/2/3/4/5/6", payload: "1" }, "bad-input"],
    [app, "topic:publish", { topic: `lab/lamp/${"x".repeat(300)}`, payload: "1" }, "bad-input"],
    [app, "topic:publish", { topic: "$SYS/x", payload: "1" }, "bad-input"],
    [app, "topic:publish", { topic: "lab/ghost/x", payload: "1" }, "not-found"],
    [app, "topic:publish", { topic: "other/fan/x", payload: "1" }, "not-found"],
    [app, "topic:publish", { topic: "lab/lamp/light", payload: "x".repeat(65_537) }, "too-large"],
    [anna, "topic:publish", { topic: "lab/lamp/light", payload: "1" }, "not-allowed"],
    [anna, "topic:publish", { topic: "lab/lamp/set/led", payload: "on" }, "not-allowed"],
  ];
  for (const [socket, event, input, code] of cases) {
    expect(await ask(socket, event, input), `${event} ${JSON.stringify(input).slice(0, 80)}`).toMatchObject({
      ok: false,
      code,
    });
  }
  const http: [string, string, unknown, number, string][] = [
    ["GET", "/api/v1/classes/other", undefined, 404, "not-found"],
    ["GET", "/api/v1/classes/nothing", undefined, 404, "not-found"],
    ["PATCH", "/api/v1/classes/lab", { name: "Mine" }, 403, "not-allowed"],
    ["GET", "/api/v1/nothing", undefined, 404, "not-found"],
    ["POST", "/api/v1/classes/lab/kits", "{", 400, "bad-input"],
    [
      "POST",
      "/api/v1/classes/lab/publish",
      { topic: "lab/lamp/light", payload: "x".repeat(65_537) },
      413,
      "too-large",
    ],
    [
      "POST",
      "/api/v1/classes/lab/publish",
      { topic: "lab/lamp/light", payload: "x".repeat(3_000_000) },
      413,
      "too-large",
    ],
    ["GET", "/api/v1/classes/lab/messages?topic=a%23", undefined, 400, "bad-input"],
  ];
  for (const [method, path, body, status, code] of http) {
    expect(await ben.call(method, path, body), `${method} ${path}`).toMatchObject({
      status,
      body: { status, code },
    });
  }
  app.close();
  anna.close();
});

test("P17 the class's limit of kits and topics is kept", async () => {
  await teo("PATCH", "/api/v1/classes/other", { settings: { limits: { kits: 1, topics: 1 } } });
  expect((await teo("POST", "/api/v1/classes/other/kits", { name: "Two" })).body).toMatchObject({
    code: "limit-reached",
    status: 422,
  });
  const fan = (await teo("GET", "/api/v1/classes/other/kits/fan/key")).body as Kit;
  const kit = await connectKit(product, fan);
  const complaints = await listen(kit, "other/fan/errors");
  await kit.publishAsync("other/fan/one", "1", { qos: 1 });
  await kit.publishAsync("other/fan/two", "2", { qos: 1 });
  await expect
    .poll(() => complaints.map(({ payload }) => JSON.parse(payload.toString()).code))
    .toEqual(["limit-reached"]);
  await kit.endAsync();
});

test("P15 P10 a removed student receives nothing any more, over sockets and HTTP", async () => {
  const zoe = await join(product, classroom.joinCode, "zoe");
  const app = await connectApp(product, zoe.token);
  const bens = await connectApp(product, ben.token);
  const [seen, bensSeen]: [string[], string[]] = [[], []];
  app.on("topic:messages", (messages: { payload: string }[]) =>
    seen.push(...messages.map(({ payload }) => payload)),
  );
  bens.on("topic:messages", (messages: { payload: string }[]) =>
    bensSeen.push(...messages.map(({ payload }) => payload)),
  );
  for (const socket of [app, bens]) await ask(socket, "topic:subscribe", { topic: "lab/lamp/light" });
  const closed = once(app, "topic:closed");
  expect((await teo("DELETE", `/api/v1/classes/lab/members/${zoe.id}`)).status).toBe(204);
  expect((await closed)[0]).toMatchObject({ topic: "lab/lamp/light", code: expect.any(String) });
  const kit = await connectKit(product, lamp);
  await kit.publishAsync("lab/lamp/light", "after", { qos: 1 });
  await expect.poll(() => bensSeen).toEqual(["after"]);
  expect(seen).toEqual([]);
  expect((await zoe.call("GET", "/api/v1/me")).status).toBe(401);
  bens.close();
  app.close();
  await kit.endAsync();
});

test("P42 a renewed key ends the old one and its connection at once", async () => {
  const kit = await connectKit(product, lamp);
  const gone = once(kit, "close");
  const { body } = await ben.call("POST", "/api/v1/classes/lab/kits/lamp/key");
  await gone;
  await expect(connectKit(product, lamp)).rejects.toThrow();
  lamp = body as Kit;
  await (await connectKit(product, lamp)).endAsync();
});

test("P01 P18 killed and started again, everything is there: accounts, kits, topics, messages, retained values", async () => {
  const before = await ben.call("GET", "/api/v1/classes/lab/messages?topic=lab/%23&limit=1000");
  await product.kill();
  await product.restart();
  expect((await caller(product)("GET", "/api/health")).status).toBe(200);
  const again = caller(
    product,
    await token(product, { class: "lab", username: "ben", password: "ben has a password" }),
  );
  expect((await again("GET", "/api/v1/classes/lab/messages?topic=lab/%23&limit=1000")).body).toEqual(
    before.body,
  );
  expect((await again("GET", "/api/v1/classes/lab/kits/lamp/key")).body).toEqual(lamp);
  const kit = await connectKit(product, lamp);
  const heard = await listen(kit, "lab/lamp/set/mode");
  await expect.poll(() => heard.map(({ payload }) => payload.toString())).toEqual(["eco"]);
  await kit.endAsync();
});

test("P42 a deleted kit is disconnected, and its topics are gone with it", async () => {
  const kit = await connectKit(product, lamp);
  const gone = once(kit, "close");
  expect((await ben.call("DELETE", "/api/v1/classes/lab/kits/lamp")).status).toBe(204);
  await gone;
  await expect(connectKit(product, lamp)).rejects.toThrow();
  expect((await ben.call("GET", "/api/v1/classes/lab/topics/lamp/light")).status).toBe(404);
});
