import { readFile } from "node:fs/promises";
import path from "node:path";
import { freePort, start, until } from "./program";

/** Kitroom as it was built, everything switched on, on a data directory that stays. */
export type Product = {
  url: string;
  port: number;
  mqttPort: number;
  pid: number;
  setupCode(): Promise<string>;
  /** Ends in order, or by that signal; the data stays. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

type Ports = { port: number; mqttPort: number };

/** As `npm start` has it (scripts/start.mjs). */
const HEAP = "--heap-growing-percent=30";

/** Starts a built server (dist/server.js) and waits until it answers. */
export async function startProduct(server: string, dataDir: string, ports?: Ports): Promise<Product> {
  const { port, mqttPort } = ports ?? { port: await freePort(), mqttPort: await freePort() };
  const url = `http://127.0.0.1:${port}`;
  const program = start(process.execPath, [HEAP, server], {
    cwd: path.resolve(server, "../.."),
    env: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      LOG_LEVEL: "warn",
      HOST: "127.0.0.1",
      MQTT_HOST: "127.0.0.1",
      PORT: String(port),
      MQTT_PORT: String(mqttPort),
      DATA_DIR: dataDir,
    },
  });
  await until(program, () => isHealthy(url));
  return {
    url,
    port,
    mqttPort,
    pid: program.pid,
    setupCode: async () => (await readFile(path.join(dataDir, "setup-code"), "utf8")).trim(),
    stop: program.stop,
  };
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
