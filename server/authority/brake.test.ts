import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { type Brake, countTry, isRemembered, release, remember, sweepBrakes, takeBack } from "../sql/brakes";
import { type Database, openDatabase, pool } from "../sql/client";
import { type BrakeKey, braked } from "./brake";
import { setSecret } from "./secret";

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  setSecret("the secret of a server under test, long enough");
  created = await freshDatabase();
  database = openDatabase(created.url);
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

const NOW = Date.UTC(2026, 10, 23, 8);
const bucket = (key: string): Brake => ({ key, rule: { free: 3, forgive: 60 } });
const doubling = (key: string): Brake => ({ key, rule: { free: 3, forgive: 300, longest: 60 } });
const wrong = async () => null;
const right = async () => "anna";
const at = (of: string): BrakeKey => ({ kind: "account-at", of });
const code: BrakeKey = { kind: "code-at", of: "school" };

describe("counting", () => {
  test("what was counted is there after the connections to the database are others", async () => {
    for (let round = 0; round < 3; round++) expect(await countTry([bucket("kept")], NOW)).toBe(0);
    await database.close();
    database = openDatabase(created.url);
    expect(await countTry([bucket("kept")], NOW)).toBe(60);
    expect(await countTry([bucket("kept")], NOW + 60_000)).toBe(0);
    expect(await countTry([bucket("kept")], NOW + 61_000)).toBeCloseTo(59, 1);
  });

  test("tries that are made at once are counted each", async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, () => countTry([bucket("at once")], NOW)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  });

  test("where one brake holds, nothing is counted against the others", async () => {
    for (let round = 0; round < 3; round++) await countTry([bucket("full")], NOW);
    for (let round = 0; round < 9; round++)
      expect(await countTry([bucket("a"), bucket("full"), bucket("z")], NOW)).toBe(60);
    for (const key of ["a", "z"])
      for (let round = 0; round < 3; round++) expect(await countTry([bucket(key)], NOW)).toBe(0);
  });

  test("what was no failure is taken back, what is settled is forgotten, what is forgiven is swept", async () => {
    for (let round = 0; round < 10; round++) {
      expect(await countTry([bucket("back")], NOW)).toBe(0);
      await takeBack(bucket("back"));
    }
    for (let round = 0; round < 4; round++) await countTry([doubling("settled")], NOW);
    expect(await countTry([doubling("settled")], NOW)).toBe(2);
    await release(doubling("settled"));
    expect(await countTry([doubling("settled")], NOW)).toBe(0);
    await countTry([bucket("old")], NOW);
    await remember("known", 100, NOW);
    await sweepBrakes(NOW + 61_000);
    const { rows } = await pool().query("SELECT key FROM brake WHERE key IN ('old', 'known')");
    expect(rows).toEqual([{ key: "known" }]);
    expect(await isRemembered("known", NOW + 99_000)).toBe(true);
    expect(await isRemembered("known", NOW + 101_000)).toBe(false);
  });

  test("whoever makes up a million names fills no table: there are so many slots and no more", async () => {
    for (let name = 0; name < 50; name++) await braked([at(`made up ${name}`)], wrong);
    const { rows } = await pool().query<{ key: string }>(
      "SELECT key FROM brake WHERE key LIKE 'account-at:%'",
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).toMatch(/^account-at:[0-9a-f]{1,5}$/);
  });
});

describe("P10 guesses", () => {
  test("ten wrong passwords are free, then even the right one waits", async () => {
    for (let guess = 0; guess < 11; guess++) expect(await braked([at("ben")], wrong)).toBeNull();
    await expect(braked([at("ben")], right)).rejects.toMatchObject({ code: "too-many", retryAfter: 2 });
  });

  test("the right password forgets the wrong ones before it", async () => {
    for (let round = 0; round < 5; round++) {
      for (let guess = 0; guess < 8; guess++) await braked([at("anna")], wrong);
      expect(await braked([at("anna")], right)).toBe("anna");
    }
  });

  test("guesses made at once count as guesses made in turn", async () => {
    let tried = 0;
    const guess = async () => {
      tried++;
      return null;
    };
    await Promise.allSettled(Array.from({ length: 50 }, () => braked([at("gil")], guess)));
    expect(tried).toBeLessThanOrEqual(11);
  });

  test("what is tried and right is given back, so that a class of any size comes in at once", async () => {
    const key: BrakeKey = { kind: "pin-at", of: "school lab" };
    for (let guess = 0; guess < 35; guess++) await braked([key], wrong);
    let now = 0;
    let most = 0;
    const signIn = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return "in";
    };
    const class40 = await Promise.all(Array.from({ length: 40 }, () => braked([key], signIn)));
    expect(class40).toEqual(Array(40).fill("in"));
    expect(most).toBeLessThanOrEqual(5);
  });

  test("forty who join within a minute are not slowed, even when each of them mistypes first", async () => {
    await Promise.all(Array.from({ length: 40 }, () => braked([code], wrong)));
    expect(await Promise.all(Array.from({ length: 40 }, () => braked([code], right)))).toEqual(
      Array(40).fill("anna"),
    );
  });

  test("a try that could not be made is not counted", async () => {
    const broken = async () => {
      throw new Error("the database is away");
    };
    for (let guess = 0; guess < 20; guess++)
      await expect(braked([at("max")], broken)).rejects.toThrow("away");
    expect(await braked([at("max")], right)).toBe("anna");
  });
});
