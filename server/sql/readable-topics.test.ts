import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../contract/actor";
import { matches } from "../contract/topic";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Database, db, openDatabase } from "./client";
import { readableIds } from "./readable-topics";
import { readableTopics } from "./scope";

let created: TestDatabase;
let database: Database;
const people = new Map<string, Actor>();

/** Two classes, one of private kits; each with an instructor, two students with a kit each, and one suspended. */
beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
  for (const name of ["teo", "ada", "ben", "out"]) {
    const user = await db().user.create({ data: { name, email: `${name}@school.test`, passwordHash: "-" } });
    people.set(name, { id: user.id, name, email: user.email, standings: new Map(), scope: null });
  }
  for (const [slug, privateKits] of [
    ["open", false],
    ["private", true],
  ] as const) {
    const { id: classId } = await db().class.create({
      data: { slug, name: slug, joinCode: slug, privateKits },
    });
    for (const [name, role, suspendedAt] of [
      ["teo", "instructor", null],
      ["ada", "student", null],
      ["ben", "student", null],
      ["out", "student", new Date()],
    ] as const)
      await db().membership.create({ data: { classId, userId: person(name).id, role, suspendedAt } });
    for (const name of ["ada", "ben", "out"]) {
      const kit = await db().kit.create({
        data: { classId, slug: `${name}-kit`, name, ownerId: person(name).id },
      });
      for (const path of ["lux", "air/t"])
        await db().topic.create({ data: { classId, kitId: kit.id, path: `${kit.slug}/${path}` } });
    }
    await db().topic.create({ data: { classId, path: "shared/score" } });
  }
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

function person(name: string): Actor {
  const found = people.get(name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

const sorted = (topics: Iterable<string>) => [...topics].sort();

test.each(["open", "private"])(
  "in a class of %s kits the statement answers what the rule says",
  async (slug) => {
    const counts: number[] = [];
    for (const name of ["teo", "ada", "ben", "out"]) {
      const rule = await db().topic.findMany({ where: readableTopics(person(name), slug) });
      const all = await readableIds(person(name), slug, undefined);
      expect(sorted(all.values()), name).toEqual(sorted(rule.map(({ path }) => `${slug}/${path}`)));
      for (const { id, path } of await db().topic.findMany({ where: { class: { slug } } })) {
        const one = await readableIds(person(name), slug, `${slug}/${path}`);
        expect([...one], `${name}, ${path}`).toEqual(all.has(id) ? [[id, `${slug}/${path}`]] : []);
      }
      counts.push(all.size);
    }
    expect(counts).toEqual(slug === "open" ? [7, 7, 7, 0] : [7, 3, 3, 0]);
  },
);

test("filters with + and #, a topic of another class, and characters that PostgreSQL lacks", async () => {
  const names = async (filter: string) => sorted((await readableIds(person("teo"), "open", filter)).values());
  expect(await names("open/+/lux")).toEqual(["open/ada-kit/lux", "open/ben-kit/lux", "open/out-kit/lux"]);
  expect(await names("open/ada-kit/#")).toEqual(["open/ada-kit/air/t", "open/ada-kit/lux"]);
  expect(await names("private/ada-kit/lux")).toEqual([]);
  expect(await names("open/ada-kit/\0")).toEqual([]);
});

const level = fc.constantFrom(
  "a",
  "A",
  "b",
  "",
  "a.b",
  "[a]",
  "(a|b)*",
  "\\\\d",
  "^a$",
  "a{1}",
  "{",
  "***:a",
  "\t\n",
  "ä",
  "a😀",
);
const within = fc.array(fc.oneof(level, fc.constant("+")), { minLength: 1, maxLength: 3 });
const filter = fc
  .tuple(fc.constantFrom("closed", "+", "open"), within, fc.constantFrom([], ["#"]))
  .map(([first, levels, last]) => [first, ...levels, ...last].join("/"));

test("a filter matches by the statement what it matches by the rules of MQTT", async () => {
  const { id: classId } = await db().class.create({ data: { slug: "closed", name: "-", joinCode: "-" } });
  await db().membership.create({ data: { classId, userId: person("teo").id, role: "instructor" } });
  const paths = new Set(
    fc.sample(fc.array(level, { minLength: 1, maxLength: 4 }), 400).map((levels) => levels.join("/")),
  );
  await db().topic.createMany({ data: [...paths].map((path) => ({ classId, path })) });
  const all = [...paths].map((path) => `closed/${path}`);
  let found = 0;
  const check = async (asked: string) => {
    const wanted = all.filter((topic) => matches(asked, topic));
    found += wanted.length;
    const answered = (await readableIds(person("teo"), "closed", asked)).values();
    expect(sorted(answered), asked).toEqual(sorted(wanted));
  };
  for (const asked of ["#", "+/#", "closed/#", "+", "closed", "closed/+", "+/+/+", "open/#"])
    await check(asked);
  await fc.assert(fc.asyncProperty(filter, check), { numRuns: 300 });
  expect(found).toBeGreaterThan(1000);
});

test("a token for one class reaches no other, one for a kit neither other kits nor the class's board", async () => {
  const narrowed = (scope: { class: string | null; kit: string | null }) => ({
    ...person("teo"),
    scope: { ...scope, readOnly: false },
  });
  const count = async (slug: string, scope: Parameters<typeof narrowed>[0]) =>
    (await readableIds(narrowed(scope), slug, `${slug}/#`)).size;
  expect(await count("open", { class: "open", kit: null })).toBe(7);
  expect(await count("private", { class: "open", kit: null })).toBe(0);
  expect(await count("open", { class: "open", kit: "ada-kit" })).toBe(2);
  const board = narrowed({ class: "open", kit: "ada-kit" });
  expect((await readableIds(board, "open", "open/shared/score")).size).toBe(0);
});
