import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const START_WITHIN = 120_000;

/** Kitroom as it was built, everything switched on, on a data directory that stays. */
export type Product = {
  url: string;
  port: number;
  mqttPort: number;
  pid: number;
  setupCode(): Promise<string>;
  /** Ends in order; the data stays. */
  stop(): Promise<void>;
};

export async function startProduct(dataDir: string): Promise<Product> {
  const [port, mqttPort] = await Promise.all([freePort(), freePort()]);
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      HOST: "127.0.0.1",
      MQTT_HOST: "127.0.0.1",
      PORT: String(port),
      MQTT_PORT: String(mqttPort),
      DATA_DIR: dataDir,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await ready(child);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    mqttPort,
    pid: child.pid ?? 0,
    setupCode: async () => (await readFile(resolve(dataDir, "setup-code"), "utf8")).trim(),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** Until it has said where it is; it prints its broker last. */
function ready(child: ChildProcess): Promise<void> {
  let printed = "";
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`Kitroom did not start:\n${printed}`)), START_WITHIN);
    const listen = (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes("Kits' broker")) return;
      clearTimeout(late);
      done();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => {
      clearTimeout(late);
      fail(new Error(`Kitroom ended with ${code}:\n${printed}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
