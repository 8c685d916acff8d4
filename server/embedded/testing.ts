import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the test run's PostgreSQL, as its superuser. */
    postgres: string;
  }
}

/** The migrated database of which every test's own is a copy. */
export const TEMPLATE = "template_kitroom";

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** A migrated, empty database of the test's own. `drop` also ends connections that are still open to it. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(inject("postgres"));
  url.pathname = name;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** An empty database without any table, for the tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(inject("postgres"));
  url.pathname = name;
  await asAdmin(`CREATE DATABASE ${name}`);
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgres") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
