import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Account, openToken, setUpClass } from "./kitroom-class";
import type { Peer, Standing } from "./peer";
import { freePort, type Program, start, until } from "./program";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** The product, running with a data directory of its own and everything switched on. */
export type RunningKitroom = {
  /** Its address, without a slash at the end. */
  web: string;
  port: number;
  mqttPort: number;
  dataDir: string;
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
  const [port, mqttPort] = [await freePort(), await freePort()];
  const web = `http://127.0.0.1:${port}`;
  const env = {
    HOST: "127.0.0.1",
    PORT: String(port),
    MQTT_HOST: "127.0.0.1",
    MQTT_PORT: String(mqttPort),
    DATA_DIR: dataDir,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: "warn",
  };
  const run = async (): Promise<Program> => {
    const program = start(process.execPath, [server], { cwd: path.resolve(server, "../.."), env });
    await until(program, () => isHealthy(web));
    return program;
  };
  let program = await run();
  const close = async () => {
    await program.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const setupCode = (await readFile(path.join(dataDir, "setup-code"), "utf8")).trim();
    const accounts = await setUpClass(web, setupCode, kits);
    return {
      web,
      port,
      mqttPort,
      dataDir,
      accounts,
      databaseUrl: () => databaseUrl(dataDir),
      processes: async () => ({ server: [program.pid], database: await postmasterOf(dataDir) }),
      killAndRestart: async () => {
        await program.stop("SIGKILL");
        program = await run();
      },
      restart: async () => {
        await program.stop();
        const since = performance.now();
        program = await run();
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

async function isHealthy(web: string): Promise<boolean> {
  return fetch(`${web}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
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
