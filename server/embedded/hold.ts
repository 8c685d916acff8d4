import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Cluster, SUPERUSER } from "./cluster";

const LOCK = 0x6b697472; // "kitr"
const PATIENCE_MS = 3000; // a server killed a moment ago still holds its lock until PostgreSQL notices

/** Thrown by `takeHold`: another Kitroom serves this data directory. */
export class InUse extends Error {
  override name = "InUse";
}

/**
 * Claims the data directory for this server, by an advisory lock that PostgreSQL gives to one connection only and
 * takes back when that connection ends, however it ends. Throws InUse when another server has it.
 */
export async function takeHold(cluster: Cluster, port: number): Promise<pg.Client> {
  const client = new pg.Client({ ...adminOf(cluster, port), application_name: "kitroom: one server" });
  client.on("error", () => undefined); // its loss is seen by `end`
  await client.connect();
  try {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await tryLock(client))) {
      if (Date.now() > deadline) {
        throw new InUse(
          `Another Kitroom is running on the data directory ${cluster.dataDir}: stop it first.`,
        );
      }
      await sleep(100);
    }
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
    LOCK,
  ]);
  return rows[0]?.locked === true;
}

/** How to reach the maintenance database as the superuser; `ssl` is said, or PGSSLMODE would be asked. */
function adminOf(cluster: Cluster, port: number): pg.ClientConfig {
  return {
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password: cluster.password,
    database: "postgres",
    ssl: false,
  };
}
