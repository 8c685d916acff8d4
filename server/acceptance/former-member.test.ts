import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ask } from "./api";
import { joinAs, PASSWORD } from "./classroom";
import { openRunning, type Running } from "./running";

/** Whoever is out of a class is out of it with the kits as well, whose keys they know. */
let running: Running;

beforeAll(async () => {
  running = await openRunning();
});
afterAll(() => running.close());

const lab = () => ({ joinCode: running.joinCode, slug: "lab" });
const asTeo = (method: string, path: string) =>
  ask<{ owner: unknown; username: string; key: string }>(method, `/api/v1/classes/lab${path}`, {
    as: running.teo.token,
  });

test("a removed student's kit is closed within a second and its key opens nothing; the kit stays, with a new one", async () => {
  const ann = await joinAs("ann", lab());
  const key = await running.makeKit("ann-lamp", ann);
  const lamp = await running.connectKit(key);
  expect((await asTeo("DELETE", `/members/${ann.id}`)).status).toBe(204);
  await vi.waitFor(() => expect(lamp.connected).toBe(false), 1000);
  await expect(running.connectKit(key)).rejects.toThrow();
  expect((await asTeo("GET", "/kits/ann-lamp")).body.owner).toBeNull();
  const { username, key: renewed } = (await asTeo("GET", "/kits/ann-lamp/key")).body;
  expect((await running.connectKit({ username, key: renewed })).connected).toBe(true);
});

test("the same where somebody deletes their account", async () => {
  const ben = await joinAs("ben", lab());
  const key = await running.makeKit("ben-lamp", ben);
  await ask("DELETE", "/api/v1/me", { as: ben.token, body: { password: PASSWORD } });
  await expect(running.connectKit(key)).rejects.toThrow();
});
