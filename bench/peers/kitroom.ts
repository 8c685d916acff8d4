import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Account, openToken, setUpClass } from "./kitroom-class";
import type { Peer, Standing } from "./peer";
import { startProduct } from "./product";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** The product, running with a data directory of its own and everything switched on. */
export type RunningKitroom = {
  /** Its address, without a slash at the end. */
  web: string;
  port: number;
  mqttPort: number;
  accounts: readonly Account[];
  /** Address of its PostgreSQL, to check what is stored. */
  databaseUrl(): Promise<string>;
  processes: Standing["processes"];
  /** Ends the server process alone, as a power cut would, and starts it again on the same data and ports. */
  killAndRestart(): Promise<void>;
  /** Ends it as its administrator does, and starts it again: milliseconds until it answers. */
  restart(): Promise<number>;
  close(): Promise<void>;
};

/** Builds the product where it is not the built one already, unless a built server is given. */
export async function builtServer(given: string | null): Promise<string> {
  if (given) return path.resolve(given);
  const scripts = (await import(pathToFileURL(path.join(ROOT, "scripts/prepare.mjs")).href)) as {
    buildWhatIsStale(): Promise<void>;
  };
  await scripts.buildWhatIsStale();
  return path.join(ROOT, "dist/server.js");
}

/** Starts a built Kitroom and sets it up, with one class of that many kits. */
export async function openKitroom(server: string, kits: number): Promise<RunningKitroom> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "bench-kitroom-"));
  let product = await startProduct(server, dataDir);
  const startAgain = async () => {
    product = await startProduct(server, dataDir, product);
  };
  const close = async () => {
    await product.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const accounts = await setUpClass(product.url, await product.setupCode(), kits);
    return {
      web: product.url,
      port: product.port,
      mqttPort: product.mqttPort,
      accounts,
      databaseUrl: () => databaseUrl(dataDir),
      processes: async () => ({ server: [product.pid], database: await postmasterOf(dataDir) }),
      killAndRestart: async () => {
        await product.stop("SIGKILL");
        await startAgain();
      },
      restart: async () => {
        await product.stop();
        const since = performance.now();
        await startAgain();
        return performance.now() - since;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Kitroom as it is compared with others. */
export function kitroom(server: string): Peer {
  return {
    name: "kitroom",
    describe: () => "Kitroom: authentication, rights and storing on",
    open: async ({ kits }) => {
      const running = await openKitroom(server, kits);
      const token = await openToken(running.web);
      return {
        kits: { port: running.mqttPort, accounts: running.accounts },
        browsers: {
          kind: "socket.io",
          port: running.port,
          path: "/socket.io",
          auth: { token },
          subscribes: true,
          startsPolling: false,
        },
        processes: running.processes,
        close: running.close,
      };
    },
  };
}

/** Lines of postmaster.pid: 1 process id, 4 port (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*). */
async function pidFileOf(dataDir: string): Promise<string[]> {
  return (await readFile(path.join(dataDir, "postgres/data/postmaster.pid"), "utf8")).split("\n");
}

async function postmasterOf(dataDir: string): Promise<number> {
  return Number((await pidFileOf(dataDir))[0]);
}

async function databaseUrl(dataDir: string): Promise<string> {
  const password = (await readFile(path.join(dataDir, "postgres/password"), "utf8")).trim();
  const port = Number((await pidFileOf(dataDir))[3]);
  return `postgresql://kitroom:${password}@127.0.0.1:${port}/kitroom?sslmode=disable`;
}
