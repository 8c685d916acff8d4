import { randomBytes } from "node:crypto";
import { once as onceOf } from "node:events";
import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { WebSocket } from "ws";
import {
  type Caller,
  caller,
  connectApp,
  connectKit,
  join,
  listen,
  makeKit,
  once,
  openClassroom,
} from "./clients";
import { type Product, startProduct, startRefused } from "./product";

test.describe.configure({ mode: "serial" });

let product: Product;
let teo: Caller;
let teoToken: string;

test.beforeAll(async () => {
  product = await startProduct();
  ({ teo, teoToken } = await openClassroom(product));
  await makeKit(teo, "lamp");
});
test.afterAll(() => product.stop());

/** What must be the same after all of it. */
async function everything(): Promise<unknown> {
  const paths = ["", "/members", "/kits", "/topics", "/messages?topic=lab/%23"];
  return Promise.all(paths.map(async (path) => (await teo("GET", `/api/v1/classes/lab${path}`)).body));
}

const NASTY = [
  "+",
  "#",
  "a//b",
  "\0",
  "a\0b",
  "😀😀😀",
  "x".repeat(10_000),
  "../../etc/passwd",
  "'; DROP TABLE kit; --",
  "<script>alert(1)</script>",
  "\u202egnp.exe",
  "",
  " ",
  "{}",
];

async function shutOut(write: Buffer): Promise<void> {
  const socket = connect(product.mqttPort, "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  socket.end(write);
  await onceOf(socket, "close");
}

test("random bytes to the broker end that connection alone", async () => {
  const before = await everything();
  const headers = [0x00, 0x10, 0x20, 0x30, 0x32, 0x34, 0x3d, 0x82, 0xa2, 0xc0, 0xe0, 0xf0, 0xff];
  const packets = [
    ...headers.map((header) =>
      Buffer.concat([Buffer.from([header, 0xff, 0xff, 0xff, 0x7f]), randomBytes(2000)]),
    ),
    ...headers.map((header) => Buffer.concat([Buffer.from([header, 20]), randomBytes(20)])),
    ...Array.from({ length: 40 }, () => randomBytes(300)),
  ];
  for (const packet of packets) await shutOut(packet);
  expect(await everything()).toEqual(before);
});

test("random frames to /mqtt and strange upgrades end that connection alone", async () => {
  for (let round = 0; round < 20; round++) {
    const socket = new WebSocket(`ws://127.0.0.1:${product.port}/mqtt`, "mqtt");
    socket.on("error", () => {});
    await once(socket, "open");
    if (round % 2 === 0) socket.send(randomBytes(5000));
    else socket.send("text is not MQTT");
    await once(socket, "close");
  }
  for (const path of ["/", "/nothing", "/_next/webpack-hmr", "/mqttx", "/api/v1/me"]) {
    const socket = new WebSocket(`ws://127.0.0.1:${product.port}${path}`);
    await once(socket, "error");
  }
  expect((await caller(product)("GET", "/api/health")).status).toBe(200);
});

test("70 KiB payloads are refused at every door and stored nowhere", async () => {
  const before = await everything();
  const payload = "x".repeat(70 * 1024);
  const app = await connectApp(product, teoToken);
  expect(
    await app.timeout(5000).emitWithAck("topic:publish", { topic: "lab/lamp/big", payload }),
  ).toMatchObject({ ok: false, code: "too-large" });
  app.close();
  expect(await teo("POST", "/api/v1/classes/lab/publish", { topic: "lab/lamp/big", payload })).toMatchObject({
    status: 413,
  });
  const kit = await connectKit(
    product,
    (await teo("GET", "/api/v1/classes/lab/kits/lamp/key")).body as { username: string; key: string },
  );
  const complaints = await listen(kit, "lab/lamp/errors");
  await kit.publishAsync("lab/lamp/big", payload, { qos: 1 });
  await expect
    .poll(() => complaints.map((one) => JSON.parse(one.payload.toString()).code))
    .toEqual(["too-large"]);
  const gone = once(kit, "close");
  kit.publish("lab/lamp/big", payload.repeat(4), { qos: 1 });
  await gone;
  const after = await everything();
  expect(after).toMatchObject([
    {},
    {},
    {},
    (before as unknown[])[3] as object,
    (before as unknown[])[4] as object,
  ]);
});

test("garbage over Socket.IO is answered with bad-input or not answered, and changes nothing", async () => {
  const before = await everything();
  const app = await connectApp(product, teoToken);
  const inputs: unknown[] = [
    undefined,
    null,
    5,
    "x",
    [],
    {},
    { topic: 5 },
    { topic: null },
    { topic: {} },
    { topic: ["a"] },
    randomBytes(100),
  ];
  const publishes: unknown[] = [
    { topic: "lab/lamp/x", payload: {} },
    { topic: "lab/lamp/x", payload: 5 },
    { topic: "lab/lamp/x", payload: "1", qos: 3 },
    { topic: "lab/lamp/x", payload: "1", retain: "yes" },
  ];
  for (const event of ["topic:subscribe", "topic:unsubscribe", "topic:publish"]) {
    for (const input of event === "topic:publish" ? [...inputs, ...publishes] : inputs) {
      expect(
        await app.timeout(5000).emitWithAck(event, input),
        `${event} ${JSON.stringify(input)}`,
      ).toMatchObject({ ok: false, code: "bad-input" });
    }
    app.emit(event);
    app.emit(event, 1, 2, 3);
    app.emit(event, "no acknowledgement");
  }
  for (const name of NASTY) {
    const reply = await app
      .timeout(5000)
      .emitWithAck("topic:publish", { topic: `lab/lamp/${name}`, payload: "1" });
    expect(reply, name).toMatchObject({ ok: false, code: "bad-input" });
  }
  app.emit("nonsense", { a: 1 });
  app.emit("__proto__", { a: 1 });
  expect(await app.timeout(5000).emitWithAck("topic:unsubscribe", { topic: "lab/lamp/light" })).toMatchObject(
    { ok: true },
  );
  app.close();
  expect(await everything()).toEqual(before);
});

test("names with wildcards, slashes, NUL, emoji, or 10,000 characters get a clear refusal at every route", async () => {
  const before = await everything();
  for (const name of NASTY) {
    const clear = async (method: string, path: string, body?: unknown) => {
      const { status, body: problem } = await teo(method, path, body);
      expect([400, 404, 413], `${method} ${path} ${JSON.stringify(name).slice(0, 40)}: ${status}`).toContain(
        status,
      );
      expect(problem).toMatchObject({
        code: expect.stringMatching(/^(bad-input|not-found|too-large)$/),
        detail: expect.any(String),
      });
    };
    await clear("POST", "/api/v1/classes", { name: "x", slug: name });
    await clear("POST", "/api/v1/classes/lab/kits", { name: "x", slug: name });
    await clear("POST", "/api/v1/classes/lab/topics", { topic: `lab/lamp/${name}` });
    await clear("POST", "/api/v1/classes/lab/members", { username: name, name: "x", password: "12345678" });
    await clear("POST", "/api/v1/classes/lab/publish", { topic: `lab/lamp/${name}`, payload: "1" });
    await clear("POST", "/api/v1/token", { class: "lab", username: name, password: "" });
    if (name.trim() === "" || name === "a//b" || name.includes("..")) continue;
    await clear("GET", `/api/v1/classes/lab/kits/${encodeURIComponent(name)}`);
    await clear("GET", `/api/v1/classes/lab/topics/lamp/${encodeURIComponent(name)}`);
    await clear("DELETE", `/api/v1/classes/lab/members/${encodeURIComponent(name)}`);
  }
  for (const body of [
    "",
    "null",
    "[]",
    "5",
    '"x"',
    "{",
    '{"__proto__":{"a":1}}',
    "\0",
    "x".repeat(100_000),
  ]) {
    for (const path of [
      "/api/v1/classes",
      "/api/v1/token",
      "/api/v1/join",
      "/api/v1/setup",
      "/api/v1/classes/lab/publish",
    ]) {
      const { status } = await teo("POST", path, body);
      expect([400, 409, 413], `${path} ${body.slice(0, 20)}`).toContain(status);
    }
  }
  expect(await everything()).toEqual(before);
});

test("an address that ends in a slash, as a client leaves of topics/.., is none: the class stays", async () => {
  const before = await everything();
  for (const path of [
    "/api/v1/classes/lab/",
    "/api/v1/classes/lab/kits/?x=1",
    "/api/v1/classes/lab/topics/..",
  ]) {
    const { status, body } = await teo("DELETE", path);
    expect([path, status, body]).toMatchObject([path, 404, { code: "not-found" }]);
  }
  expect(await everything()).toEqual(before);
});

test("P16 what is allowed comes back as it was: quotes, markup, scripts in names and payloads", async () => {
  const name = `Robert'); DROP TABLE "user";-- <b>&amp;`;
  await teo("POST", "/api/v1/classes/lab/kits", { name, slug: "robert" });
  expect((await teo("GET", "/api/v1/classes/lab/kits/robert")).body).toMatchObject({ name });
  await teo("POST", "/api/v1/classes/lab/publish", { topic: "lab/robert/x", payload: `${name}\0`, qos: 1 });
  expect((await teo("GET", "/api/v1/classes/lab/messages?topic=lab/robert/x")).body).toMatchObject({
    items: [{ payload: `${name}\0` }],
  });
});

test("a kit that floods is slowed alone, and told", async () => {
  await teo("PATCH", "/api/v1/classes/lab", { settings: { limits: { messagesPerSecond: 5 } } });
  const [noisy, calm] = await Promise.all([makeKit(teo, "noisy"), makeKit(teo, "calm")]);
  const [flood, quiet] = await Promise.all([connectKit(product, noisy), connectKit(product, calm)]);
  const complaints = await listen(quiet, "lab/noisy/errors");
  for (let index = 0; index < 200; index++) flood.publish("lab/noisy/x", String(index), { qos: 1 });
  await expect
    .poll(() => complaints.map(({ payload }) => JSON.parse(payload.toString()).code))
    .toContain("too-many");
  await quiet.publishAsync("lab/calm/x", "through", { qos: 1 });
  const { body } = await teo("GET", "/api/v1/classes/lab/messages?topic=lab/noisy/x&limit=1000");
  expect((body.items as unknown[]).length).toBeLessThan(200);
  flood.end(true);
  await quiet.endAsync();
});

test("P10 somebody who guesses passwords is slowed; the answer is the same for an account that is not there", async () => {
  await join(product, String((await teo("GET", "/api/v1/classes/lab")).body.joinCode), "gil");
  const anybody = caller(product);
  for (const username of ["gil", "nobody"]) {
    const answers: string[] = [];
    for (let guess = 0; guess < 14; guess++) {
      const { body, headers } = await anybody("POST", "/api/v1/token", {
        class: "lab",
        username,
        password: `guess ${guess}`,
      });
      answers.push(String(body.code));
      if (body.code === "too-many") expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(answers.slice(0, 10), username).toEqual(Array(10).fill("not-signed-in"));
    expect(answers.at(-1), username).toBe("too-many");
  }
});

test("a start that cannot be is refused in one clear line", async () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: "http" }, /^PORT: /m],
    [
      { PORT: String(product.port), HOST: "127.0.0.1", MQTT_PORT: "0", DATA_DIR: `${product.dataDir}-2` },
      /^PORT: .* in use/m,
    ],
    [
      {
        MQTT_PORT: String(product.mqttPort),
        MQTT_HOST: "127.0.0.1",
        PORT: "0",
        DATA_DIR: `${product.dataDir}-2`,
      },
      /MQTT_PORT/,
    ],
    [{ DATA_DIR: "/proc/nowhere", PORT: "0", MQTT_PORT: "0" }, /^DATA_DIR: /m],
    [{ DATA_DIR: product.dataDir, PORT: "0", MQTT_PORT: "0" }, /use|running/i],
    [{ DATABASE_URL: "mysql://x", AUTH_SECRET: "x".repeat(32) }, /^DATABASE_URL: /m],
  ];
  for (const [env, line] of cases) {
    const { code, output } = await startRefused(env);
    expect(code, output).toBe(1);
    expect(
      output
        .trim()
        .split("\n")
        .filter((printed) => !printed.startsWith("{")),
      output,
    ).toHaveLength(1);
    expect(output).toMatch(line);
  }
});
