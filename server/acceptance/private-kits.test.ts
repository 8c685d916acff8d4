import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ask } from "./api";
import { joinAs, type Person } from "./classroom";
import { openRunning, type Running } from "./running";

/** Kits are private to their owners over MQTT too: whoever makes a kit of their own must not read everybody's with it. */
let running: Running;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  running = await openRunning();
  const lab = { joinCode: running.joinCode, slug: "lab" };
  [ann, ben] = await Promise.all([joinAs("ann", lab), joinAs("ben", lab)]);
});
afterAll(() => running.close());

beforeEach(() => setPrivate(true));

const setPrivate = (privateKits: boolean) =>
  ask("PATCH", "/api/v1/classes/lab", { as: running.teo.token, body: { settings: { privateKits } } });

async function connect(slug: string, by: Person) {
  const client = await running.connectKit(await running.makeKit(slug, by));
  const heard: string[] = [];
  client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
  return Object.assign(client, { heard });
}

const granted = (client: Awaited<ReturnType<typeof connect>>, filter: string) =>
  new Promise((resolve) =>
    client.subscribe(filter, { qos: 1 }, (_error, _grants, suback) => resolve(suback?.granted[0])),
  );

test("a student's kit may not follow the class, nor another kit; its own branch and the board it may", async () => {
  const lamp = await connect("ann-lamp", ann);
  for (const filter of ["lab/#", "lab/+/lux", "lab/ben-lamp/lux"])
    expect(await granted(lamp, filter)).toBe(128);
  for (const filter of ["lab/ann-lamp/#", "lab/shared/#"]) expect(await granted(lamp, filter)).toBe(1);
});

test("an instructor's kit follows the class", async () => {
  expect(await granted(await connect("teo-screen", running.teo), "lab/#")).toBe(1);
});

test("what a kit followed before the class made its kits private reaches it no more", async () => {
  await setPrivate(false);
  const [spy, lamp] = await Promise.all([connect("ann-spy", ann), connect("ben-lamp", ben)]);
  expect(await granted(spy, "lab/#")).toBe(1);
  await lamp.publishAsync("lab/ben-lamp/lux", "before", { qos: 1 });
  await vi.waitFor(() => expect(spy.heard).toContain("lab/ben-lamp/lux before"));
  await setPrivate(true);
  await vi.waitFor(async () => expect(await granted(spy, "lab/+/lux")).toBe(128));
  await lamp.publishAsync("lab/ben-lamp/lux", "afterwards", { qos: 1 });
  await lamp.publishAsync("lab/shared/news", "for all", { qos: 1 });
  await vi.waitFor(() => expect(spy.heard).toContain("lab/shared/news for all"));
  expect(spy.heard).not.toContain("lab/ben-lamp/lux afterwards");
});
