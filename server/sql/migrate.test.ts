import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyDatabase, type TestDatabase } from "../embedded/testing";
import { migrate, migrationsFolder } from "./migrate";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "kitroom-migrations-"));
  await writeFile(path.join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  await addMigration(
    "20260101000000_kits",
    "CREATE TABLE kit (name text);\nINSERT INTO kit VALUES ('lamp');\n",
  );
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrate", () => {
  test("applies what is missing, in order, and nothing twice", async () => {
    await addMigration("20260102000000_rooms", "CREATE TABLE room (kit text)");
    expect(await migrate(database.url, folder)).toEqual(["20260101000000_kits", "20260102000000_rooms"]);
    expect(await migrate(database.url, folder)).toEqual([]);
    await addMigration("20260103000000_hub", "INSERT INTO kit VALUES ('hub')");
    expect(await migrate(database.url, folder)).toEqual(["20260103000000_hub"]);
    expect(await rows("SELECT name FROM kit ORDER BY name")).toEqual([{ name: "hub" }, { name: "lamp" }]);
  });

  test("is done once by servers that start together", async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url, folder)));
    expect(applied.flat()).toEqual(["20260101000000_kits"]);
    expect(await rows("SELECT name FROM kit")).toHaveLength(1);
  });

  test("leaves nothing of a migration that fails, names it, and goes on from there once it is mended", async () => {
    await addMigration("20260102000000_bad", "CREATE TABLE half (x int); SELECT nonsense;");
    await expect(migrate(database.url, folder)).rejects.toThrow(/20260102000000_bad failed: .*nonsense/);
    expect(await rows("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    await addMigration("20260102000000_bad", "CREATE TABLE half (x int)");
    expect(await migrate(database.url, folder)).toEqual(["20260102000000_bad"]);
  });

  test("refuses a database whose applied migration has another text now", async () => {
    await migrate(database.url, folder);
    await addMigration("20260101000000_kits", "CREATE TABLE kit (name text, colour text)");
    await expect(migrate(database.url, folder)).rejects.toThrow(/20260101000000_kits was changed after/);
  });

  test("refuses a database of a newer version", async () => {
    await addMigration("20260102000000_rooms", "CREATE TABLE room (kit text)");
    await migrate(database.url, folder);
    await rm(path.join(folder, "20260102000000_rooms"), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toThrow(
      /belongs to a newer Kitroom .*20260102000000_rooms/,
    );
  });

  test("writes the rows that Prisma writes, with its checksum of the file", async () => {
    await migrate(database.url, folder);
    expect(
      await rows(
        `SELECT migration_name, checksum, applied_steps_count, rolled_back_at, finished_at >= started_at AS timed,
                length(id) AS id FROM _prisma_migrations`,
      ),
    ).toEqual([
      {
        migration_name: "20260101000000_kits",
        checksum: "1706e54c3fafdbe75b37cecb5c52d9a3acdb98034cacb1240d5b7cd1dbbbb3ac",
        applied_steps_count: 1,
        rolled_back_at: null,
        timed: true,
        id: 36,
      },
    ]);
  });

  test("applies Kitroom's own migrations to an empty database", async () => {
    await rm(folder, { recursive: true });
    await cp(migrationsFolder(), folder, { recursive: true });
    expect((await migrate(database.url)).length).toBeGreaterThan(0);
    expect(await migrate(database.url, folder)).toEqual([]);
  });
});
