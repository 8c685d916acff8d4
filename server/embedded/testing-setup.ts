import { rm } from "node:fs/promises";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { log } from "../log";
import { migrate } from "../sql/migrate";
import { openEmbeddedPostgres } from "./postgres";
import { TEMPLATE } from "./testing";
import { makeDataDir, removeLeftovers } from "./testing-leftovers";

/** One PostgreSQL for all integration tests of a run, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  log.level("warn");
  await removeLeftovers();
  const dataDir = await makeDataDir();
  const remove = () => rm(dataDir, { recursive: true, force: true });
  const database = await openEmbeddedPostgres({ dataDir, log }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const close = async () => {
    await database.close();
    await remove();
  };
  try {
    await makeTemplate(database.url);
  } catch (error) {
    await close();
    throw error;
  }
  project.provide("postgres", database.url);
  return close;
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = new URL(url);
  template.pathname = TEMPLATE;
  await migrate(template.href);
}
