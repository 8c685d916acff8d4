import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowsersDoor } from "../load/watchers/watcher";
import type { Peer } from "./peer";
import { usageOf } from "./processes";
import { freePort, start, until } from "./program";

const PLACES = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"];

/** Mosquitto as its package brings it, anybody let in, nothing kept. Browsers come by WebSocket or by TCP. */
function mosquitto(name: string, door: (ports: { tcp: number; web: number }) => BrowsersDoor): Peer {
  return {
    name,
    describe: () => `Mosquitto ${version()}`,
    open: async () => {
      const program = requireProgram();
      const [tcp, web] = [await freePort(), await freePort()];
      const folder = await mkdtemp(path.join(tmpdir(), "bench-mosquitto-"));
      const file = path.join(folder, "mosquitto.conf");
      await writeFile(file, configuration(tcp, web));
      const server = start(program, ["-c", file]);
      await until(server, () => answers(tcp));
      return {
        kits: { port: tcp, accounts: null },
        browsers: door({ tcp, web }),
        usage: async () => ({ server: await usageOf(server.pid), database: null }),
        close: async () => {
          await server.stop();
          await rm(folder, { recursive: true });
        },
      };
    },
  };
}

export const mosquittoWs = mosquitto("mosquitto-ws", ({ web }) => ({
  kind: "mqtt-ws",
  port: web,
  path: "/mqtt",
}));
export const mosquittoTcp = mosquitto("mosquitto-tcp", ({ tcp }) => ({ kind: "mqtt-tcp", port: tcp }));

function configuration(tcp: number, web: number): string {
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
  try {
    return /version (\S+)/.exec(execFileSync(requireProgram(), ["-h"]).toString())?.[1] ?? "";
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : ""; // it ends with 1 after -h
    return /version (\S+)/.exec(said)?.[1] ?? "";
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
