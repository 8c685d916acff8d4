import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Plan } from "../load/plan";
import { installed } from "./installed";
import { openMosquitto } from "./mosquitto";
import { flow } from "./node-red-flow";
import type { Peer, Standing } from "./peer";
import { freePort, start, until } from "./program";

const DASHBOARD = "@flowfuse/node-red-dashboard";
/** Node-RED 5 asks for Node 22; 4 is maintained beside it. */
const PACKAGES = { "node-red": "4.1.15", [DASHBOARD]: "1.31.0" };

/** Node-RED with its dashboard, its readings from Mosquitto, whose share is counted with it. */
export const nodeRed: Peer = {
  name: "node-red",
  describe: () =>
    `Node-RED ${PACKAGES["node-red"]}, Dashboard ${PACKAGES[DASHBOARD]}, a text widget, behind Mosquitto`,
  open: async (plan) => {
    refuseWhatItCannot(plan);
    const folder = await installed("node-red", PACKAGES);
    const broker = await openMosquitto();
    try {
      return await openNodeRed(folder, broker);
    } catch (error) {
      await broker.close();
      throw error;
    }
  },
};

/** A dashboard sends everything to everybody who has it open, so it cannot have pages with topics of their own. */
function refuseWhatItCannot({ kits, browsers }: Plan): void {
  if (browsers === 0) throw new Error("it is no broker");
  if (kits > 40) throw new Error("its dashboard sends every reading to every browser");
}

async function openNodeRed(
  folder: string,
  broker: { pid: number; tcp: number; close(): Promise<void> },
): Promise<Standing> {
  const port = await freePort();
  const userDir = await mkdtemp(path.join(tmpdir(), "bench-node-red-"));
  await symlink(path.join(folder, "node_modules"), path.join(userDir, "node_modules"));
  await writeFile(path.join(userDir, "flows.json"), JSON.stringify(flow(broker.tcp)));
  await writeFile(path.join(userDir, "settings.js"), `module.exports = ${JSON.stringify(settings(port))};\n`);
  const server = start(process.execPath, [
    path.join(folder, "node_modules/node-red/red.js"),
    "--userDir",
    userDir,
  ]);
  await until(server, async () => server.output().includes("Connected to broker"));
  return {
    kits: { port: broker.tcp, accounts: null },
    browsers: {
      kind: "socket.io",
      port,
      path: "/dashboard/socket.io",
      auth: {},
      subscribes: false,
      startsPolling: true,
    },
    processes: async () => ({ server: [server.pid, broker.pid], database: null }),
    close: async () => {
      await server.stop();
      await broker.close();
      await rm(userDir, { recursive: true });
    },
  };
}

function settings(port: number): object {
  return {
    uiHost: "127.0.0.1",
    uiPort: port,
    flowFile: "flows.json",
    credentialSecret: false,
    telemetry: { enabled: false },
    logging: { console: { level: "info", metrics: false, audit: false } },
  };
}
