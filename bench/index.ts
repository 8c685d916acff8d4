import { readOptions } from "./options";
import { page } from "./page";
import { aedes } from "./peers/aedes";
import { builtServer, kitroom } from "./peers/kitroom";
import { mosquittoTcp, mosquittoWs } from "./peers/mosquitto";
import { nodeRed } from "./peers/node-red";
import { query } from "./query";
import { writeSection } from "./report";
import { deliveries } from "./workloads/delivery";
import { idle } from "./workloads/idle";
import { ingest } from "./workloads/ingest";
import { recorder } from "./workloads/recorder";
import type { Bench, Workload } from "./workloads/workload";

const PEERS = [mosquittoWs, mosquittoTcp, aedes, nodeRed];
const WORKLOADS: Workload[] = [...deliveries, ingest, recorder, idle, query, page];

// What ends the bench ends what it has started (peers/program.ts).
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));

await main();

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), {
    workloads: WORKLOADS.map(({ name }) => name),
    peers: PEERS.map(({ name }) => name),
  });
  const server = await builtServer(options.server);
  const peers = [...PEERS.filter(({ name }) => options.peers.includes(name)), kitroom(server)];
  const bench = { server, peers, quick: options.quick, say: (line: string) => console.log(`  ${line}`) };
  for (const workload of WORKLOADS.filter(({ name }) => options.workloads.includes(name)))
    await report(workload, bench, options.write).catch((error: unknown) => {
      console.error(`${workload.name} failed:`, error);
      process.exitCode = 1; // and the others are measured all the same
    });
}

async function report({ name, run }: Workload, bench: Bench, write: boolean): Promise<void> {
  console.log(`\n${name}`);
  const section = await run(bench);
  console.log(`\n${section}`);
  if (write) await writeSection(name, section);
}
