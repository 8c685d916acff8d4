import { defineConfig } from "prisma/config";

// These commands only read the schema, yet Prisma looks for its schema engine and would download it. Any program
// will do for them. `prisma migrate` is not among them: it does need the engine (scripts/migration.ts does not).
const OFFLINE = ["generate", "validate", "format"];

if (process.argv.some((word) => OFFLINE.includes(word))) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
