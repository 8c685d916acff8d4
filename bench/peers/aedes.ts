import { readFileSync } from "node:fs";
import path from "node:path";
import type { Peer } from "./peer";
import { answers, freePort, start, until } from "./program";

/** Aedes alone, the broker that Kitroom embeds, in the version that is installed here anyway. */
export const aedes: Peer = {
  name: "aedes",
  describe: () => `Aedes ${version()}`,
  open: async () => {
    const [tcp, web] = [await freePort(), await freePort()];
    const program = path.join(import.meta.dirname, "aedes-program.ts");
    const server = start(process.execPath, [...process.execArgv, program, String(tcp), String(web)]);
    await until(server, () => answers(tcp));
    return {
      kits: { port: tcp, accounts: null },
      browsers: { kind: "mqtt-ws", port: web, path: "/mqtt" },
      processes: async () => ({ server: [server.pid], database: null }),
      close: () => server.stop(),
    };
  },
};

function version(): string {
  const file = path.resolve(import.meta.dirname, "../../node_modules/aedes/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
