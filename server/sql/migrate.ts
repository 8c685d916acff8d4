import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

type Migration = { name: string; sql: string; checksum: string };
type Applied = { name: string; checksum: string; finished: boolean };

const PRISMA_LOCK = 72707369; // the advisory lock that `prisma migrate` takes: the two never run at once

/** Prisma's own table, so that `prisma migrate status` and `deploy` go on working with our databases. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** The project's `prisma/migrations`, found from the sources as well as from the bundle in `dist`. */
export function migrationsFolder(): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "prisma", "migrations");
    if (existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder))
      throw new Error("The folder prisma/migrations is missing: Kitroom is incomplete.");
  }
}

/**
 * Brings the database to the newest of the migrations in `folder`, each in a transaction of its own, and returns the
 * names of those it applied. Servers that start together wait for each other. Throws, having changed nothing, when
 * an applied migration's file has changed or the database is of a newer version than the files.
 */
export async function migrate(url: string, folder = migrationsFolder()): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // a lost connection fails the query under way
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query(TABLE);
    const applied = await readApplied(client);
    requireSameHistory(migrations, applied);
    const missing = migrations.filter(({ name }) => !applied.some((done) => done.name === name));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end(); // which gives the lock back
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

function requireSameHistory(migrations: Migration[], applied: Applied[]): void {
  for (const { name, checksum, finished } of applied) {
    const file = migrations.find((migration) => migration.name === name);
    if (!file) {
      throw new Error(
        `The database belongs to a newer Kitroom (its migration ${name} is unknown here): update Kitroom.`,
      );
    }
    if (!finished)
      throw new Error(`The migration ${name} was begun with another tool and failed: restore a backup.`);
    if (file.checksum !== checksum) {
      throw new Error(
        `The migration ${name} was changed after this database had applied it: restore the original file.`,
      );
    }
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK").catch(() => undefined); // the connection may be what failed
    throw new Error(`The migration ${name} failed: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
