import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Class, Kit, Page, Topic } from "../contract/shapes";
import { live } from "../live";
import { readLists } from "../router/class-file/lists";
import { openClassZip } from "../router/class-file/zip-file";
import { beginRestore } from "../sql/class-restore";
import { pool } from "../sql/client";
import { openHoursBefore, reopenHours, rollHour } from "../sql/rollups";
import { ask } from "./api";
import { makeColleague, type Person, tokenOf } from "./classroom";
import { DAY, everyMessage, everything, listOf, of, openLab, PAYLOADS, restore, START } from "./lab-file";
import type { Running } from "./running";
import { type Bytes, changed, download, unzip } from "./zip";

let running: Running;
let teo: Person;
let mina: Person;
let file: Bytes;

const CLASS = of("lab");

beforeAll(async () => {
  ({ running, teo, mina, file } = await openLab());
});
afterAll(() => running.close());

test("P42 archived, exported, restored: settings, kits, topics and every message are equal, byte for byte", async () => {
  await ask("PATCH", CLASS, { as: teo.token, body: { archived: true } });
  const taken = await download(`${CLASS}/export`, teo.token);
  const { status, body } = await restore(taken, teo, { "content-type": "application/zip" });
  await ask("PATCH", CLASS, { as: teo.token, body: { archived: false } });
  expect(status).toBe(201);
  const { slug } = body.class;
  expect(slug).toBe("lab-2");
  expect(body).toMatchObject({
    class: { name: "Lab", role: "instructor", joinOpen: false, archivedAt: null },
    restored: { members: 3, kits: 2, topics: 3, messages: PAYLOADS.length + 1 },
    leftOut: { messages: 0, people: 0 },
  });

  const [old, now] = [
    (await ask<Class>("GET", CLASS, { as: teo.token })).body,
    (await ask<Class>("GET", of(slug), { as: teo.token })).body,
  ];
  expect(now.settings).toEqual(old.settings);
  expect(now.joinCode).not.toBe(old.joinCode);

  const kits = async (name: string) =>
    (await listOf<Kit>(teo, name, "kits")).map(({ owner, ...kit }) => ({
      ...kit,
      owner: owner?.username,
      by: owner?.name,
    }));
  expect(await kits(slug)).toEqual(await kits("lab"));
  const keys = await Promise.all(
    ["lab", slug].map(
      async (name) => (await ask("GET", `${of(name)}/kits/lamp/key`, { as: teo.token })).body.key,
    ),
  );
  expect(new Set(keys).size).toBe(2);

  const codes = await pool().query(
    "SELECT claim_code FROM kit WHERE slug = 'fan' AND claim_code IS NOT NULL",
  );
  expect(new Set(codes.rows.map(({ claim_code }) => claim_code)).size).toBe(2); // nobody owns it in either class

  const topics = async (name: string) =>
    (await listOf<Topic>(teo, name, "topics")).map(({ topic, last, ...rest }) => ({
      path: topic.slice(name.length),
      ...rest,
    }));
  expect(await topics(slug)).toEqual(await topics("lab"));

  const messages = await everyMessage(teo, slug);
  expect(messages).toEqual(await everyMessage(teo, "lab"));
  expect(messages).toHaveLength(PAYLOADS.length + 1);
  expect(messages.at(-1)).toMatchObject({ payload: "retained", qos: 2, retain: true });

  // And once more: the file of the copy is the file of the first, but for names and times.
  const [one, other] = [await unzip(taken), await unzip(await download(`${of(slug)}/export`, teo.token))];
  const csv = (files: Map<string, Buffer>) => String(files.get("messages.csv")).replaceAll("lab-2/", "lab/");
  expect(csv(other)).toBe(csv(one));
  expect(String(other.get("topics.json"))).toBe(String(one.get("topics.json")));
});

test("charts of a restored class are those of the first, before and after its hours are summed up", async () => {
  const slug = (await restore(file, teo)).body.class.slug;
  const series = async (name: string, field = "") => {
    const query = new URLSearchParams({
      from: String(START),
      to: String(START + DAY / 2),
      points: "12",
      field,
    });
    const answers = [];
    for (const topic of ["lamp/lux", "fan/바람", "shared/score"]) {
      query.set("topic", `${name}/${topic}`);
      const { body } = await ask<{ points: unknown[] }>("GET", `${of(name)}/series?${query}`, {
        as: teo.token,
      });
      answers.push(body.points);
    }
    return answers;
  };
  const before = await series("lab");
  expect(before.flat().length).toBeGreaterThan(0);
  expect(await series(slug)).toEqual(before);
  expect(await series(slug, "h.in")).toEqual(await series("lab", "h.in"));
  await reopenHours(START, START + DAY);
  for (const hour of await openHoursBefore(Date.now())) await rollHour(hour);
  expect(await series(slug)).toEqual(before);
});

test("a restored student has no password before the instructor gives one, and is in no other class", async () => {
  const slug = (await restore(file, teo)).body.class.slug;
  const people = await listOf<{ id: string; username: string | null; role: string; email?: string }>(
    teo,
    slug,
    "members",
  );
  expect(new Set(people.map(({ username, role }) => `${username} ${role}`))).toEqual(
    new Set(["mina student", "민준 student", "null instructor"]),
  );
  const signIn = (password: string) => tokenOf({ class: slug, username: "mina", password });
  await expect(signIn("lamps-and-wires")).rejects.toThrow("not-signed-in");
  const again = people.find(({ username }) => username === "mina");
  expect(again?.id).not.toBe(mina.id);
  await ask("POST", `${of(slug)}/members/${again?.id}/password`, {
    as: teo.token,
    body: { password: "new-lamps-here" },
  });
  expect(await signIn("new-lamps-here")).toEqual(expect.any(String));
});

test("a restored kit connects with its new key, and not with the old one's", async () => {
  const slug = (await restore(file, teo)).body.class.slug;
  const keyIn = async (name: string) =>
    (await ask<{ username: string; key: string }>("GET", `${of(name)}/kits/fan/key`, { as: teo.token })).body;
  const [old, own] = [await keyIn("lab"), await keyIn(slug)];
  const client = await running.connectKit(own);
  await client.publishAsync(`${slug}/fan/rpm`, "900", { qos: 1 });
  await expect(running.connectKit({ username: own.username, key: old.key })).rejects.toThrow();
  expect((await listOf<Topic>(teo, slug, "topics")).map(({ topic }) => topic)).toContain(`${slug}/fan/rpm`);
});

test("messages older than they are kept, and others who sign in by e-mail, are left out and counted", async () => {
  const old = new Date(Date.now() - 91 * DAY).toISOString();
  const more = await changed(file, "messages.csv", (text) => `${text}${old},lab/lamp/lux,1,0,false,\r\n`);
  const kay = { username: null, name: "Kay", role: "instructor", email: "kay@school.test" };
  const both = await changed(more, "roster.json", (text) =>
    JSON.stringify([...JSON.parse(text), { ...kay, suspendedAt: null, lastSeenAt: null }]),
  );
  const { status, body } = await restore(both, teo);
  expect(status).toBe(201);
  expect(body.restored.messages).toBe(PAYLOADS.length + 1);
  expect(body.leftOut).toEqual({ messages: 1, people: 1 });
});

test("who has been both, by user name: kits of an instructor without an e-mail are theirs again", async () => {
  const ines = await makeColleague(
    teo,
    { joinCode: running.joinCode, slug: "lab" },
    { username: "ines", className: "Den" },
  );
  await running.makeKit("door", ines, "den");
  const { body } = await restore(await download(`${of("den")}/export`, ines.token), ines);
  expect(body.restored.members).toBe(1);
  const kits = await ask<Page<Kit>>("GET", `${of(body.class.slug)}/kits`, { as: ines.token });
  expect(kits.body.items[0]?.owner?.id).toBe(ines.id);
});

test("P17 two who restore the same file at the same instant get a class each", async () => {
  const classes = async () =>
    (await ask<Page<Class>>("GET", "/api/v1/classes?limit=1000", { as: teo.token })).body.items.length;
  const before = await classes();
  const made = await Promise.all([restore(file, teo), restore(file, teo)]);
  expect(made.map(({ status }) => status)).toEqual([201, 201]);
  const slugs = made.map(({ body }) => body.class.slug);
  expect(new Set(slugs).size).toBe(2);
  for (const slug of slugs) expect(await everyMessage(teo, slug)).toEqual(await everyMessage(teo, "lab"));
  expect(await classes()).toBe(before + 2);
});

test("so many files at once and no more: the next is told when to try again", async () => {
  const left = await Promise.all(
    ["a", "b", "c"].map((name) => mkdtemp(`${live.require().uploads}/file-${name}`)),
  );
  const { status, headers, body } = await restore(file, teo);
  for (const directory of left) await rm(directory, { recursive: true });
  expect([status, body.code, headers.get("retry-after")]).toEqual([429, "too-many", "15"]);
});

test("a class that is called import is still a class", async () => {
  await ask("POST", "/api/v1/classes", { as: teo.token, body: { name: "Import", slug: "import" } });
  expect((await ask("GET", of("import"), { as: teo.token })).body).toMatchObject({ slug: "import" });
  expect((await ask("PUT", of("import"), { as: teo.token })).headers.get("allow")).toMatch(/^POST, GET/);
});

test("P42 a server that ends in the middle of restoring leaves nothing once it has started again", async () => {
  const before = await everything();
  const path = `${live.require().uploads}/left`;
  await writeFile(path, file);
  const zip = await openClassZip(path);
  const half = await beginRestore(await readLists(zip));
  zip.close();
  await pool().query(
    `INSERT INTO message (topic_id, at, seq, payload, qos, retain) SELECT id, now(), 1, 'x', 0, false FROM topic WHERE class_id = $1`,
    [half.id],
  );
  expect(await everything()).not.toEqual(before);
  await running.restart();
  await vi.waitFor(async () => expect(await everything()).toEqual(before), { timeout: 10_000 });
});
