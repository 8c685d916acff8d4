import { setTimeout as sleep } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Refusal } from "../contract/refusal";
import { oncePerProcess } from "../once";
import { Prisma, PrismaClient } from "./generated/client";

export type Database = {
  /** For everything but the stream of messages. */
  prisma: PrismaClient;
  /** For the stream of messages, the broker's store and notifications: plain SQL with parameters. */
  pool: pg.Pool;
  /** For what pages ask all the time: statements with a name, planned once a connection. */
  readers: pg.Pool;
  url: string;
  close(): Promise<void>;
};

const shared = oncePerProcess<Database>("database");
const CONNECTIONS = { prisma: 8, pool: 8, readers: 4 };
/** How long a connection is waited for, in milliseconds; then whoever asked is told `unavailable`. */
const PATIENCE = 5000;
/** A reader that nobody needs for so long is closed; the next one has to be opened and plan anew. */
const READER_IDLE = 300_000;
/**
 * Over partitions planning takes longer than reading, so one plan serves any parameters. It must not rest on how small
 * a table was when it was made: this week's partition begins empty.
 */
const PLAN_ONCE = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

/**
 * Opens the database for this process; every query of server/sql uses it until it is closed. `nearUrl` is a shorter way
 * to the same database for what is asked all the time. Prisma takes `url`: its adapter knows the errors of TCP only.
 */
export function openDatabase(url: string, nearUrl = url): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: CONNECTIONS.prisma,
      connectionTimeoutMillis: PATIENCE,
    }),
  });
  const pool = new pg.Pool({
    connectionString: nearUrl,
    max: CONNECTIONS.pool,
    connectionTimeoutMillis: PATIENCE,
  });
  const readers = new pg.Pool({
    connectionString: nearUrl,
    max: CONNECTIONS.readers,
    connectionTimeoutMillis: PATIENCE,
    idleTimeoutMillis: READER_IDLE,
    options: PLAN_ONCE,
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  for (const each of [pool, readers]) {
    each.on("error", () => {});
    each.on("connect", (client) => client.on("error", () => {})); // the same while it is in use
  }
  const database: Database = {
    prisma,
    pool,
    readers,
    url,
    close: async () => {
      shared.clear();
      await Promise.all([prisma.$disconnect(), pool.end(), readers.end()]);
    },
  };
  shared.set(database);
  return database;
}

/** The open database's Prisma client. */
export function db(): PrismaClient {
  return shared.require().prisma;
}

/** The open database's pool of plain connections. */
export function pool(): pg.Pool {
  return shared.require().pool;
}

/** Rows of a statement that is asked all the time; each `name` has one text. */
export async function readRows<Row extends object>(
  statement: { name: string; text: string },
  values: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await shared.require().readers.query<Row>({ ...statement, values: [...values] });
  return rows;
}

const PATIENCE_OF_HEALTH = 2000;

/** Whether the database answers, and soon: one that is frozen keeps its connections open and says nothing. */
export async function databaseAnswers(): Promise<boolean> {
  const answer = pool().query("SELECT 1");
  const late = sleep(PATIENCE_OF_HEALTH, false, { ref: false });
  return Promise.race([late, answer.then(() => true).catch(() => false)]);
}

/** Runs a write; a violated unique constraint becomes `already-taken` with the given message. */
export async function unlessTaken<Value>(message: string, write: () => Promise<Value>): Promise<Value> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw new Refusal("already-taken", message, { cause: error });
    throw error;
  }
}

/** Whether a write failed because a row with that unique value is there (Prisma's P2002, PostgreSQL's 23505). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
