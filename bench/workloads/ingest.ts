import { cpuSecondsOf, perThousand } from "../load/cost";
import { type Filled, fill } from "../load/fill";
import { openKitroom } from "../peers/kitroom";
import { mosquittoTcp, REFERENCE } from "../peers/mosquitto";
import type { Peer } from "../peers/peer";
import { circumstances, figure, percent, ratio, table } from "../report";
import { compareWithRows, type Stored } from "./stored";
import type { Bench, Workload } from "./workload";

const KITS = 50;
const IN_FLIGHT = 20;
/** Not counted: what a server does for the first time takes longer. */
const WARM_UP = { kits: KITS, inFlight: IN_FLIGHT, seconds: 2 };

type Line = { server: string; filled: Filled; stored: Stored | null } | { server: string; reason: string };

/** 50 kits with 20 readings of QoS 1 each on their way: stored before acknowledged, also where the server is killed. */
export const ingest: Workload = {
  name: "ingest",
  run: async (bench) => {
    const window = { kits: KITS, inFlight: IN_FLIGHT, seconds: bench.quick ? 4 : 8 };
    const lines: Line[] = [];
    // To kits both doors of Mosquitto's are one.
    for (const peer of bench.peers.filter((one) => one !== mosquittoTcp)) {
      const measuring = peer.name === "kitroom" ? ofKitroom(bench, window) : ofOther(peer, window);
      const measured = await orReason(peer, measuring);
      for (const line of measured) bench.say(told(line));
      lines.push(...measured);
    }
    const rows = lines.map((line) => row(line, lines));
    return `${circumstances()}.\n\n${table(HEAD, rows)}`;
  },
};

type KitsWindow = Parameters<typeof fill>[1];

/** What another server acknowledges it keeps nowhere, so there is nothing to look up. */
async function ofOther(peer: Peer, window: KitsWindow): Promise<Line[]> {
  const standing = await peer.open({ kits: KITS, browsers: 0, topicsEach: 0 });
  try {
    await fill(standing, WARM_UP);
    return [{ server: `${peer.name}, nothing stored`, filled: await fill(standing, window), stored: null }];
  } finally {
    await standing.close();
  }
}

async function ofKitroom({ server }: Bench, window: KitsWindow): Promise<Line[]> {
  const running = await openKitroom(server, KITS);
  const standing = {
    kits: { port: running.mqttPort, accounts: running.accounts },
    processes: running.processes,
  };
  const checked = async (name: string, filled: Filled) => ({
    server: name,
    filled,
    stored: await compareWithRows(await running.databaseUrl(), filled),
  });
  try {
    await fill(standing, WARM_UP);
    const whole = await checked("kitroom", await fill(standing, window));
    const cut = await fill(standing, window, running.killAndRestart);
    const cpu = { server: Number.NaN, database: null }; // of two processes, one of which took its account with it
    return [whole, await checked("kitroom, kill -9 half-way", { ...cut, cpu })];
  } finally {
    await running.close();
  }
}

async function orReason({ name }: Peer, measuring: Promise<Line[]>): Promise<Line[]> {
  return measuring.catch((error: unknown) => [
    { server: name, reason: error instanceof Error ? error.message : String(error) },
  ]);
}

const HEAD = [
  "server",
  "acknowledged/s",
  "",
  "p50 ms",
  "p99 ms",
  "CPU ms per 1,000",
  "acknowledged",
  "rows",
  "acknowledged without a row",
  "rows twice",
  "others' CPU",
];

function row(line: Line, lines: readonly Line[]): string[] {
  if ("reason" in line) return [line.server, `not run: ${line.reason}`];
  const { server, filled, stored } = line;
  const reference = lines.find((other) => other.server.startsWith(REFERENCE));
  return [
    server,
    figure(rateOf(filled)),
    ratio(rateOf(filled), reference && "filled" in reference ? rateOf(reference.filled) : null),
    figure(filled.p50),
    figure(filled.p99),
    figure(perThousand(cpuSecondsOf(filled), filled.acknowledged)),
    ...[stored?.acknowledged, stored?.rows, stored?.missing, stored?.doubled].map(figure),
    percent(filled.others),
  ];
}

function rateOf({ acknowledged, seconds }: Filled): number {
  return acknowledged / seconds;
}

function told(line: Line): string {
  if ("reason" in line) return `${line.server}: not run: ${line.reason}`;
  const { server, filled, stored } = line;
  const rows = stored ? `, ${stored.missing} of ${stored.acknowledged} acknowledged are no rows` : "";
  return `${server}: ${figure(rateOf(filled))}/s acknowledged, p99 ${figure(filled.p99)} ms${rows}`;
}
