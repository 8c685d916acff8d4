import { sleep } from "../load/clock";
import { openKitroom, type RunningKitroom } from "../peers/kitroom";
import { memoryOf } from "../peers/processes";
import { circumstances, figure, table } from "../report";
import type { Workload } from "./workload";

const KITS = 1;
/** What a start leaves to do is done by then. */
const SETTLED_MS = 5000;
const STARTS = 3;

/** Kitroom with nothing to do: memory after a first page was read, and how long a start takes that is not the first. */
export const idle: Workload = {
  name: "idle",
  run: async ({ server, quick, say }) => {
    const running = await openKitroom(server, KITS);
    try {
      const memory = await memoryAfterFirstPage(running);
      const starts: number[] = [];
      for (let start = 0; start < (quick ? 1 : STARTS); start++) starts.push(await running.restart());
      const again = await memoryAfterFirstPage(running);
      const rows = [
        ["memory after the first start and page, MB (PSS)", figure(memory.server), figure(memory.database)],
        ["memory after a later start and page, MB (PSS)", figure(again.server), figure(again.database)],
        ["a later start to its first answer, seconds", starts.map((ms) => figure(ms / 1000)).join(", "), ""],
      ];
      for (const row of rows) say(row.join("  "));
      return `${circumstances()}.\n\n${table(["", "server", "PostgreSQL"], rows)}`;
    } finally {
      await running.close();
    }
  },
};

async function memoryAfterFirstPage({ web, processes }: RunningKitroom) {
  const page = await fetch(`${web}/`);
  if (!page.ok) throw new Error(`the first page was answered with ${page.status}`);
  await page.text();
  await sleep(SETTLED_MS);
  return memoryOf(await processes());
}
