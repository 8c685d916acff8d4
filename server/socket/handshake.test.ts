import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isOurOrigin } from "./handshake";
import { openApp, openStage, type Stage } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ publicUrl: "https://kits.school.test" });
});
afterEach(() => stage.close());

const refused = (options: Parameters<typeof openApp>[1]) =>
  openApp(stage.port, options).then(
    () => "connected",
    (error: { data?: { code: string } }) => error.data?.code,
  );

test.each([
  ["no token", {}],
  ["an unknown token", { auth: { token: "nobody" } }],
  ["a token that is no text", { auth: { token: { a: 1 } } }],
  ["a token in the address", { query: { token: "ann" } }],
])("P11 %s: connect_error not-signed-in", async (_case, options) => {
  expect(await refused(options)).toBe("not-signed-in");
  expect(await refused({ ...options, transports: ["polling"] })).toBe("not-signed-in");
});

test("P11 an expired token: connect_error token-expired", async () => {
  stage.world.sessions.set("ann", "token-expired");
  expect(await refused({ auth: { token: "ann" } })).toBe("token-expired");
});

describe.each(["websocket", "polling"])("by %s", (transport) => {
  const asBrowser = (origin?: string) => ({
    transports: [transport],
    extraHeaders: { cookie: "ann", ...(origin === undefined ? {} : { origin }) },
  });

  test("P11 a cookie counts from our own page", async () => {
    expect(await refused(asBrowser(`http://127.0.0.1:${stage.port}`))).toBe("connected");
    expect(await refused(asBrowser("https://kits.school.test"))).toBe("connected");
  });

  test("P11 a cookie sent by another site's page counts for nothing", async () => {
    expect(await refused(asBrowser("http://evil.test"))).toBe("not-signed-in");
    expect(await refused(asBrowser("null"))).toBe("not-signed-in");
    expect(await refused(asBrowser(`https://kits.school.test.evil.test`))).toBe("not-signed-in");
  });
});

test("no page of another origin may read an answer", async () => {
  const answer = await fetch(`http://127.0.0.1:${stage.port}/socket.io/?EIO=4&transport=polling`, {
    headers: { origin: "http://evil.test" },
  });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("P11 each request is verified anew: a token that ended is refused, and the connection ends with its rooms", async () => {
  const ann = await stage.app("ann");
  await ann.subscribe("demo/lamp/lux");
  stage.world.sessions.set("ann", "token-expired");
  expect(await ann.publish("demo/lamp/lux", "1")).toMatchObject({ ok: false, code: "token-expired" });
  await vi.waitFor(() => expect(ann.socket.connected).toBe(false));
  expect(ann.closed).toMatchObject([{ topic: "demo/lamp/lux", code: "token-expired" }]);
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(0);
  expect(stage.link.published).toEqual([]);
});

test("P11 a session that expires while connected ends by itself", async () => {
  stage.world.sessions.set("ann", { user: "ann", expiresAt: Date.now() + 300 });
  const ann = await stage.app("ann");
  await ann.subscribe("demo/lamp/lux");
  stage.world.sessions.set("ann", "token-expired");
  await vi.waitFor(() => expect(ann.socket.connected).toBe(false), 5000);
  expect(ann.closed).toMatchObject([{ topic: "demo/lamp/lux", code: "token-expired" }]);
});

test("a failing look-up at the handshake is unavailable, with no reason told", async () => {
  await stage.close();
  stage = await openStage({
    authenticate: async () => {
      throw new Error("the database's password is secret");
    },
  });
  const error = await openApp(stage.port, { auth: { token: "ann" } }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ data: { code: "unavailable" } });
  expect(JSON.stringify(error)).not.toContain("secret");
});

test.each([
  [undefined, true],
  ["http://kitroom.local:3000", true],
  ["https://kitroom.local:3000", true],
  ["http://kitroom.local", false],
  ["http://kitroom.local:3000.evil.test", false],
  ["garbage", false],
  ["null", false],
])("origin %s is ours: %s", (origin, ours) => {
  expect(isOurOrigin(origin, "kitroom.local:3000", null)).toBe(ours);
});
