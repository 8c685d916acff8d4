import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowsersDoor } from "../load/watchers/watcher";
import type { Peer } from "./peer";
import { answers, freePort, start, until } from "./program";

const PLACES = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"];

/** A running Mosquitto, as its package brings it: anybody let in, nothing kept. */
export type Mosquitto = { pid: number; tcp: number; web: number; close(): Promise<void> };

/** Starts one; throws where there is none on this machine. */
export async function openMosquitto(): Promise<Mosquitto> {
  const file = requireProgram();
  const [tcp, web] = [await freePort(), await freePort()];
  const folder = await mkdtemp(path.join(tmpdir(), "bench-mosquitto-"));
  const configuration = path.join(folder, "mosquitto.conf");
  await writeFile(configuration, settings(tcp, web));
  const server = start(file, ["-c", configuration]);
  await until(server, () => answers(tcp));
  return {
    pid: server.pid,
    tcp,
    web,
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Browsers come by WebSocket, as they must, or by TCP, as a desktop program would. */
function mosquitto(name: string, door: (running: Mosquitto) => BrowsersDoor): Peer {
  return {
    name,
    describe: () => `Mosquitto ${version()}`,
    open: async () => {
      const running = await openMosquitto();
      return {
        kits: { port: running.tcp, accounts: null },
        browsers: door(running),
        processes: async () => ({ server: [running.pid], database: null }),
        close: running.close,
      };
    },
  };
}

/** What a user would pick instead: others are told as so many times this one. */
export const REFERENCE = "mosquitto-ws";

export const mosquittoWs = mosquitto(REFERENCE, ({ web }) => ({
  kind: "mqtt-ws",
  port: web,
  path: "/mqtt",
}));
export const mosquittoTcp = mosquitto("mosquitto-tcp", ({ tcp }) => ({ kind: "mqtt-tcp", port: tcp }));

function settings(tcp: number, web: number): string {
  return [
    `listener ${tcp} 127.0.0.1`,
    `listener ${web} 127.0.0.1`,
    "protocol websockets",
    "allow_anonymous true",
    "set_tcp_nodelay true",
    "persistence false",
    "log_type error",
    "",
  ].join("\n");
}

function requireProgram(): string {
  const found = PLACES.find((place) => existsSync(place));
  if (!found) throw new Error("mosquitto is not installed here (Debian: apt-get install mosquitto)");
  return found;
}

function version(): string {
  const file = PLACES.find((place) => existsSync(place));
  if (!file) return "";
  let said = "";
  try {
    said = execFileSync(file, ["-h"]).toString();
  } catch (error) {
    said = error instanceof Error && "stdout" in error ? String(error.stdout) : ""; // after -h it ends with 1
  }
  return /version (\S+)/.exec(said)?.[1] ?? "";
}
