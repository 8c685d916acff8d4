import { resolve } from "node:path";
import { startProduct } from "../peers/product";
import { circumstances, figure, table } from "../report";
import type { Workload } from "../workloads/workload";
import { startArrivals, type Told } from "./arrivals";
import { type Timing, time } from "./asking";
import { prepareDatabase } from "./database";
import { type Exported, timeExport } from "./export";
import { chartQuestions, pageQuestions, type Question } from "./questions";
import { openSession, type Session } from "./session";
import { type Unindexed, withoutIndexes } from "./unindexed";
import { readIntoMemory } from "./warm";

/** Git ignores it; the next run needs no loading. */
const DATA = resolve(import.meta.dirname, "../.data/query");
const PER_SECOND = 2000;
const MEGABYTE = 1024 * 1024;

type Measured = {
  messages: number;
  told: Told;
  floor: Timing;
  charts: Timing[];
  pages: Timing[];
  exported: Exported;
  unindexed: Unindexed[];
};

/** Ten million messages, and what a page asks of them over HTTP with a session, while 2,000 more a second come in. */
export const query: Workload = {
  name: "query",
  run: async ({ server, quick, say }) => {
    const messages = await prepareDatabase(server, DATA, say);
    say(`${figure(messages)} messages are stored`);
    const asked = await askAll(server, quick ? { warm: 20, times: 40 } : { warm: 40, times: 100 }, say);
    return sectionOf({ messages, ...asked, unindexed: await withoutIndexes(DATA) });
  },
};

type Often = { warm: number; times: number };

async function askAll(server: string, often: Often, say: (line: string) => void) {
  const product = await startProduct(server, DATA);
  const session = await openSession(product);
  try {
    const arrivals = await startArrivals(product, session, PER_SECOND);
    const all = async (questions: readonly Question[]) => {
      const timings: Timing[] = [];
      for (const question of questions) {
        await readIntoMemory(DATA);
        const timing = await time(session, question, often);
        say(`${timing.name}: ${figure(timing.p50)} / ${figure(timing.p95)} ms`);
        timings.push(timing);
      }
      return timings;
    };
    await settle(session);
    const [floor] = await all([{ name: "nothing but its health", path: () => "/api/health", most: null }]);
    if (!floor) throw new Error("nothing was measured");
    const charts = await all(chartQuestions(Math.random));
    const pages = await all(pageQuestions(Math.random));
    const told = await arrivals.stop();
    const exported = await timeExport(product, session);
    return { told, floor, charts, pages, exported };
  } finally {
    session.close();
    await product.stop();
  }
}

const CALM = { answers: 20, ms: 100 };
/** As long as the other workloads warm up: what is hot is compiled by then. */
const SETTLED_AFTER = 15_000;
const SETTLED_WITHIN = 60_000;

/** Until the kits that just came have registered their topics and the server is warm: some quick answers one after the other. */
async function settle(session: Session): Promise<void> {
  const began = performance.now();
  for (let calm = 0; ; ) {
    const asked = performance.now();
    const { status } = await session.ask("GET", "/api/health");
    calm = status === 200 && performance.now() - asked < CALM.ms ? calm + 1 : 0;
    const lasted = performance.now() - began;
    if (lasted > SETTLED_WITHIN || (calm >= CALM.answers && lasted > SETTLED_AFTER)) return;
  }
}

/** The report as a section of docs/performance.md. */
function sectionOf({ messages, told, floor, charts, pages, exported, unindexed }: Measured): string {
  const arrived = figure(told.acknowledged / told.seconds);
  return [
    `${circumstances()}. ${figure(messages)} messages of thirty days; meanwhile ${arrived} more a second came in and were stored. Milliseconds of one request over HTTP with a session, warm.`,
    timings([floor, ...charts]),
    timings(pages),
    `An export of ${figure(exported.rows)} messages as CSV (${figure(exported.bytes / MEGABYTE)} MB) took ${figure(exported.seconds)} s; the server's memory grew by ${figure(exported.grownBytes / MEGABYTE)} MB meanwhile.`,
    "The same without any index, as plain SQL, nothing else going on:",
    table(
      ["query", "p50"],
      unindexed.map(({ name, ms }) => [name, figure(ms)]),
    ),
  ].join("\n\n");
}

function timings(all: readonly Timing[]): string {
  return table(
    ["what is asked", "p50", "p95", "p99", "p95 wanted", ""],
    all.map(({ name, p50, p95, p99, most }) => [
      name,
      figure(p50),
      figure(p95),
      figure(p99),
      most === null ? "-" : `under ${most}`,
      most === null ? "" : p95 < most ? "met" : "missed",
    ]),
  );
}
