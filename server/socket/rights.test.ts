import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal } from "../contract/refusal";
import type { Authenticate } from "./parts";
import { authenticateIn, newWorld, openStage, type Stage, settled, standing, topicsIn } from "./testing";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const demo = (role: "student" | "instructor", more = {}) => new Map([["demo", standing("demo", role, more)]]);

test("P15 a removed member leaves every room of the class and is told so, and hears nothing after", async () => {
  const ann = await stage.app("ann");
  const teo = await stage.app("teo");
  for (const topic of ["demo/lamp/lux", "demo/#"]) for (const app of [ann, teo]) await app.subscribe(topic);
  stage.world.standings.set("ann", new Map());
  stage.sockets.recheck({ class: "demo", userId: "ann" });
  await vi.waitFor(() => expect(ann.closed).toHaveLength(2));
  expect(ann.closed.map(({ topic, code }) => `${topic} ${code}`).toSorted()).toEqual([
    "demo/# not-found",
    "demo/lamp/lux not-found",
  ]);
  stage.kitSends("demo/lamp/lux", "5");
  stage.sockets.classChanged("demo");
  stage.sockets.presence({
    class: "demo",
    kit: "lamp",
    online: true,
    at: 1,
    ownerId: "ann",
    privateKits: false,
  });
  await vi.waitFor(() => expect(teo.messages).toHaveLength(1));
  await settled(ann);
  expect([ann.messages, ann.changed, ann.presences]).toEqual([[], [], []]);
  expect(ann.socket.connected).toBe(true);
});

test("P15 private kits end what classmates watched, wildcards included, and leave the rest", async () => {
  const [ann, teo] = [await stage.app("ann"), await stage.app("teo")];
  const kept = ["demo/lamp/lux", "demo/lamp/#", "demo/shared/score"];
  const ended = ["demo/fan/speed", "demo/fan/#", "demo/+/lux", "demo/#"];
  for (const topic of [...kept, ...ended]) for (const app of [ann, teo]) await app.subscribe(topic);
  stage.world.standings.set("ann", demo("student", { privateKits: true }));
  stage.world.standings.set("teo", demo("instructor", { privateKits: true }));
  stage.sockets.recheck({ class: "demo" });
  await vi.waitFor(() => expect(ann.closed).toHaveLength(ended.length));
  expect(ann.closed.map(({ topic }) => topic).toSorted()).toEqual(ended.toSorted());
  expect(new Set(ann.closed.map(({ code }) => code))).toEqual(new Set(["not-allowed"]));
  for (const topic of kept) expect(stage.sockets.watchers(topic)).toBe(2);
  expect(teo.closed).toEqual([]);
});

test("P15 a deleted kit or topic closes its rooms with not-found", async () => {
  const ann = await stage.app("ann");
  for (const topic of ["demo/lamp/lux", "demo/fan/#", "demo/shared/score"]) await ann.subscribe(topic);
  stage.world.topics.delete("demo/lamp/lux");
  stage.world.kits.delete("demo/fan");
  stage.sockets.recheck({ class: "demo" });
  await vi.waitFor(() => expect(ann.closed).toHaveLength(2));
  expect(ann.closed.map(({ topic, code }) => `${topic} ${code}`).toSorted()).toEqual([
    "demo/fan/# not-found",
    "demo/lamp/lux not-found",
  ]);
});

test("P14 P15 a revoked token ends its own connections, not those of another application of the same person", async () => {
  stage.world.sessions.set("ann's app", { user: "ann", expiresAt: null });
  const [page, app] = [await stage.app("ann"), await stage.app("ann's app")];
  for (const one of [page, app]) await one.subscribe("demo/lamp/lux");
  stage.world.sessions.set("ann's app", "not-signed-in");
  stage.sockets.recheck({ userId: "ann" });
  await vi.waitFor(() => expect(app.socket.connected).toBe(false));
  expect(app.closed).toMatchObject([{ topic: "demo/lamp/lux", code: "not-signed-in" }]);
  stage.kitSends("demo/lamp/lux", "5");
  await vi.waitFor(() => expect(page.messages).toHaveLength(1));
  expect(app.messages).toEqual([]);
});

test("P15 a right that ended between the check and the room is not given", async () => {
  await stage.close();
  const world = newWorld();
  const topics = topicsIn(world);
  let late = () => {};
  const find: typeof topics.find = async (parts) => {
    const found = await topics.find(parts); // as it was ...
    late(); // ... and meanwhile it ends
    return found;
  };
  stage = await openStage({ topics: { ...topics, find } }, world);
  const ann = await stage.app("ann");
  late = () => {
    late = () => {};
    world.standings.set("ann", new Map());
    stage.sockets.recheck({ userId: "ann" });
  };
  expect(await ann.subscribe("demo/lamp/lux")).toMatchObject({ ok: false, code: "not-found" });
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(0);
  expect(stage.link.calls).toEqual([]);
});

test("while the database is away rights are neither confirmed nor ended, and looked at again after", async () => {
  await stage.close();
  const world = newWorld();
  let away = false;
  const authenticate: Authenticate = async (credentials) => {
    if (away) throw new Refusal("unavailable", "The database is away.");
    return authenticateIn(world)(credentials);
  };
  stage = await openStage({ authenticate }, world);
  const ann = await stage.app("ann");
  await ann.subscribe("demo/lamp/lux");
  away = true;
  world.standings.set("ann", new Map());
  stage.sockets.recheck({});
  expect(await ann.subscribe("demo/fan/speed")).toMatchObject({ ok: false, code: "unavailable" });
  expect(ann.socket.connected).toBe(true);
  expect(stage.sockets.watchers("demo/lamp/lux")).toBe(1);
  away = false;
  await vi.waitFor(() => expect(ann.closed).toMatchObject([{ topic: "demo/lamp/lux" }]), 5000);
});

test("P15 a thousand announcements at once are a few looks, and each session is asked for once a look", async () => {
  await stage.close();
  const world = newWorld();
  let looks = 0;
  const authenticate: Authenticate = async (credentials) => {
    looks++;
    return authenticateIn(world)(credentials);
  };
  stage = await openStage({ authenticate }, world);
  await Promise.all(Array.from({ length: 20 }, () => stage.app("ann")));
  looks = 0;
  for (let index = 0; index < 1000; index++) stage.sockets.recheck({ class: "demo" });
  await vi.waitFor(() => expect(looks).toBeGreaterThan(0));
  const ann = await stage.app("ann");
  await settled(ann);
  expect(looks).toBeLessThan(10);
});

test("who gets into a class while connected is told of it from then on", async () => {
  const cho = await stage.app("cho");
  stage.world.standings.set("cho", demo("student"));
  stage.sockets.recheck({ class: "demo", userId: "cho" });
  await vi.waitFor(() => {
    stage.sockets.classChanged("demo");
    expect(cho.changed).toContain("demo");
  }, 5000);
});

test("kit:presence goes to those who may read the kit", async () => {
  const [teo, ann, ben, cho] = await Promise.all(["teo", "ann", "ben", "cho"].map((who) => stage.app(who)));
  const presence = { class: "demo", kit: "lamp", online: true, at: 5, ownerId: "ann" };
  stage.sockets.presence({ ...presence, privateKits: false });
  stage.sockets.presence({ ...presence, online: false, privateKits: true });
  const told = (online: boolean) => ({ class: "demo", kit: "lamp", online, at: 5 });
  await vi.waitFor(() => expect(ann?.presences).toEqual([told(true), told(false)]));
  expect(teo?.presences).toEqual([told(true), told(false)]);
  await vi.waitFor(() => expect(ben?.presences).toEqual([told(true)]));
  for (const app of [ben, cho]) if (app) await settled(app);
  expect(ben?.presences).toHaveLength(1);
  expect(cho?.presences).toEqual([]);
});

test("class:changed is told at once, and many changes are told once more at the end", async () => {
  const [ann, cho] = [await stage.app("ann"), await stage.app("cho")];
  for (let index = 0; index < 100; index++) stage.sockets.classChanged("demo");
  await vi.waitFor(() => expect(ann.changed).toEqual(["demo", "demo"]), 5000);
  await settled(ann);
  await settled(cho);
  expect(ann.changed).toHaveLength(2);
  expect(cho.changed).toEqual([]);
});

test("P14 apps with a token for one kit hear of that kit, and of a private one only while it is their maker's", async () => {
  const scope = { readOnly: false, class: "demo", kit: "lamp" };
  for (const user of ["teo", "ann", "ben"])
    stage.world.sessions.set(`${user}'s app`, { user, expiresAt: null, scope });
  const names = ["teo", "ann", "ben", "teo's app", "ann's app", "ben's app"];
  const apps = await Promise.all(names.map((name) => stage.app(name)));
  const say = (kit: string, ownerId: string, privateKits: boolean) =>
    stage.sockets.presence({ class: "demo", kit, online: true, at: 1, ownerId, privateKits });
  const heard = async () => {
    await Promise.all(apps.map(settled));
    return names.filter((_name, index) => (apps[index]?.presences.splice(0).length ?? 0) > 0);
  };

  say("lamp", "ann", false);
  expect(await heard()).toEqual(names);
  say("fan", "ben", false);
  expect(await heard()).toEqual(["teo", "ann", "ben"]);

  stage.world.standings.set("teo", demo("instructor", { privateKits: true }));
  for (const user of ["ann", "ben"]) stage.world.standings.set(user, demo("student", { privateKits: true }));
  stage.sockets.recheck({ class: "demo" });
  await vi.waitFor(async () => {
    say("lamp", "ann", true);
    expect(await heard()).toEqual(["teo", "ann", "teo's app", "ann's app"]);
  });
  say("lamp", "ben", true);
  expect(await heard()).toEqual(["teo", "ben", "teo's app", "ben's app"]);
});
