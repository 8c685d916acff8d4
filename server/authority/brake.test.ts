import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../embedded/testing";
import { countTry, release, sweepBrakes, takeBack } from "../sql/brakes";
import { type Database, openDatabase, pool } from "../sql/client";
import { braked } from "./brake";

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await freshDatabase();
  database = openDatabase(created.url);
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

const RULE = { free: 3, longest: 60, forgive: 300 };
const wrong = async () => null;
const right = async () => "anna";

async function age(key: string, seconds: number): Promise<void> {
  await pool().query(
    "UPDATE brake SET since = since - make_interval(secs => $2), until = until - make_interval(secs => $2) WHERE key = $1",
    [key, seconds],
  );
}

describe("counting", () => {
  test("after the free tries waits double, and nothing is counted while they last", async () => {
    const waits: number[] = [];
    for (let round = 0; round < 5; round++) {
      expect(await countTry("a", RULE)).toBe(0);
      const wait = await countTry("a", RULE);
      waits.push(Math.ceil(wait));
      if (wait > 0) await age("a", wait);
      else await countTry("a", RULE);
    }
    const { rows } = await pool().query("SELECT failures FROM brake WHERE key = 'a'");
    expect(
      waits
        .filter((wait) => wait > 0)
        .every((wait, index, all) => index === 0 || wait > (all[index - 1] ?? 0)),
    ).toBe(true);
    expect(waits.at(-1)).toBeGreaterThan(0);
    expect(rows[0].failures).toBeGreaterThan(RULE.free);
  });

  test("a wait is never longer than the rule's longest", async () => {
    for (let round = 0; round < 30; round++) {
      await countTry("b", { ...RULE, longest: 5 });
      await age("b", 5);
    }
    await countTry("b", { ...RULE, longest: 5 });
    expect(await countTry("b", { ...RULE, longest: 5 })).toBeLessThanOrEqual(5);
  });

  test("failures are forgiven with time, one each `forgive` seconds", async () => {
    for (let round = 0; round < 3; round++) await countTry("c", RULE);
    await age("c", 3 * RULE.forgive);
    for (let round = 0; round < 3; round++) expect(await countTry("c", RULE)).toBe(0);
    expect(await countTry("c", RULE)).toBe(0);
    expect(await countTry("c", RULE)).toBeGreaterThan(0);
  });

  test("what was no failure is taken back, what is settled is forgotten, what is old is swept", async () => {
    for (let round = 0; round < 10; round++) {
      expect(await countTry("d", RULE)).toBe(0);
      await takeBack("d");
    }
    await release("d");
    await countTry("e", RULE);
    await age("e", 2 * 24 * 3600);
    await sweepBrakes();
    const { rows } = await pool().query("SELECT key FROM brake WHERE key IN ('d', 'e')");
    expect(rows).toEqual([]);
  });
});

describe("P10 guesses", () => {
  test("ten wrong passwords are free, then even the right one waits", async () => {
    const key = { kind: "account", of: "lab/ben" } as const;
    for (let guess = 0; guess < 11; guess++) expect(await braked([key], wrong)).toBeNull();
    await expect(braked([key], right)).rejects.toMatchObject({
      code: "too-many",
      retryAfter: expect.any(Number),
    });
  });

  test("the right password forgets the wrong ones before it", async () => {
    const key = { kind: "account", of: "lab/anna" } as const;
    for (let round = 0; round < 5; round++) {
      for (let guess = 0; guess < 8; guess++) await braked([key], wrong);
      expect(await braked([key], right)).toBe("anna");
    }
  });

  test("guesses made at once count as guesses made in turn", async () => {
    const key = { kind: "account", of: "lab/gil" } as const;
    let tried = 0;
    const guess = async () => {
      tried++;
      return null;
    };
    await Promise.allSettled(Array.from({ length: 50 }, () => braked([key], guess)));
    expect(tried).toBeLessThanOrEqual(11);
  });

  test("forty who join within a minute are not slowed, even when half of them mistype first", async () => {
    const key = { kind: "join", of: "server" } as const;
    await Promise.all(Array.from({ length: 20 }, () => braked([key], wrong)));
    expect(await Promise.all(Array.from({ length: 40 }, () => braked([key], right)))).toEqual(
      Array(40).fill("anna"),
    );
  });

  test("a key that is braked takes back what was counted for the others", async () => {
    const free = { kind: "account", of: "lab/free" } as const;
    const full = { kind: "account", of: "lab/full" } as const;
    for (let guess = 0; guess < 11; guess++) await braked([full], wrong);
    for (let guess = 0; guess < 20; guess++) await braked([free, full], wrong).catch(() => null);
    expect(await braked([free], right)).toBe("anna");
  });
});
