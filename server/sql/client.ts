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
  url: string;
  close(): Promise<void>;
};

const shared = oncePerProcess<Database>("database");
const CONNECTIONS = { prisma: 8, pool: 8 };
/** How long a connection is waited for, in milliseconds; then whoever asked is told `unavailable`. */
const PATIENCE = 5000;

/** Opens the database for this process; every query of server/sql uses it until it is closed. */
export function openDatabase(url: string): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: CONNECTIONS.prisma,
      connectionTimeoutMillis: PATIENCE,
    }),
  });
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS.pool,
    connectionTimeoutMillis: PATIENCE,
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => {});
  const database: Database = {
    prisma,
    pool,
    url,
    close: async () => {
      shared.clear();
      await Promise.all([prisma.$disconnect(), pool.end()]);
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
