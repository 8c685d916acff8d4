// The migrations of the database, without network and without a database of yours:
//   npx tsx scripts/migration.ts check        whether prisma/migrations make what prisma/schema.prisma says
//   npx tsx scripts/migration.ts new <name>   writes the migration that is missing
// What Prisma has no words for (triggers, functions, partitions) is written into the migrations by hand.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbeddedPostgres } from "../server/embedded/postgres";
import { log } from "../server/log";
import { migrate, migrationsFolder } from "../server/sql/migrate";
import { difference } from "./schema-engine";

const BY_HAND = "-- schema.prisma asks for nothing new: write here what Prisma has no words for.\n";

/** What is missing from the migrations, as SQL; null when nothing is. */
async function drift(): Promise<string | null> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "kitroom-migration-"));
  try {
    const database = await openEmbeddedPostgres({ dataDir, log });
    try {
      await migrate(database.url);
      return await difference(database.url, path.join(migrationsFolder(), "../schema.prisma"));
    } finally {
      await database.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function check(): Promise<number> {
  const sql = await drift();
  if (sql === null) {
    console.log("prisma/migrations and prisma/schema.prisma agree.");
    return 0;
  }
  console.error(
    `prisma/migrations lack what prisma/schema.prisma asks for:\n\n${sql}\nRun: npx tsx scripts/migration.ts new <name>`,
  );
  return 1;
}

async function create(name: string): Promise<number> {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsFolder(), `${stamp}_${name}`);
  const sql = (await drift()) ?? BY_HAND;
  await mkdir(folder);
  await writeFile(path.join(folder, "migration.sql"), sql);
  console.log(`Read it before you commit it: ${path.relative(process.cwd(), folder)}/migration.sql`);
  return 0;
}

async function main([command, name]: string[]): Promise<number> {
  log.level("warn");
  if (command === "check") return check();
  if (command === "new" && name && /^[a-z0-9_]+$/.test(name)) return create(name);
  console.error("usage: npx tsx scripts/migration.ts check | new <name_in_small_letters>");
  return 2;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
