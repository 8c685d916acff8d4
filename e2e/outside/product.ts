import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const START_WITHIN = 60_000;

/** Kitroom as it was built, in a process, data directory and ports of its own. */
export type Product = {
  url: string;
  port: number;
  mqttPort: number;
  dataDir: string;
  setupCode: string;
  /** Of the server's process. */
  pid(): number;
  /** Everything it has printed. */
  output(): string;
  /** SIGKILL; what it had in memory is gone. */
  kill(): Promise<void>;
  /** Starts again on the same ports and data. */
  restart(): Promise<void>;
  /** Ends in order and removes the data. */
  stop(): Promise<void>;
};

export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), "kitroom-"));
  const [port, mqttPort] = await Promise.all([freePort(), freePort()]);
  const settings = {
    HOST: "127.0.0.1",
    MQTT_HOST: "127.0.0.1",
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    DATA_DIR: dataDir,
    ...env,
  };
  let running = await start(settings);

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return;
    const gone = new Promise((done) => running.child.once("exit", done));
    running.child.kill(signal);
    await gone;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    mqttPort,
    dataDir,
    setupCode: /Setup code\s+(\S+)/.exec(running.output())?.[1] ?? "",
    pid: () => running.child.pid ?? 0,
    output: () => running.output(),
    kill: () => end("SIGKILL"),
    restart: async () => {
      running = await start(settings);
    },
    stop: async () => {
      // One that was killed has left its PostgreSQL behind: a last start takes it over, to end it in order.
      if (running.child.signalCode === "SIGKILL") running = await start(settings);
      await end("SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Running = { child: ChildProcess; output(): string };

function start(env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  return new Promise((resolveStart, reject) => {
    const timer = setTimeout(() => reject(new Error(`Kitroom did not start:\n${printed}`)), START_WITHIN);
    const listen = (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes("Kits' broker")) return;
      clearTimeout(timer);
      resolveStart({ child, output: () => printed });
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`Kitroom ended with ${code}:\n${printed}`));
    });
  });
}

/** Runs Kitroom expecting that it refuses to start; answers its exit code and what it printed. */
export async function startRefused(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  return { code, output };
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
