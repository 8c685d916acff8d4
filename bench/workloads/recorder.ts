import { openWorker } from "../load/worker";
import type { Recorded, RecorderDuties, Recording } from "../recorder/recorder-process";
import { circumstances, figure, table } from "../report";
import type { Workload } from "./workload";

const KINDS: { payload: Recording["payload"]; told: string }[] = [
  { payload: "number", told: "plain numbers" },
  { payload: "json", told: "JSON objects with three numeric leaves" },
];
const HEAD = ["payload", "rows/s", "CPU of Node, us a row", "committed", "rows"];

/** The recorder alone, with synchronous commit: what storing costs without anything around it. */
export const recorder: Workload = {
  name: "recorder",
  run: async ({ quick, say }) => {
    const rows: string[][] = [];
    for (const { payload, told } of KINDS) {
      const done = await measure({ payload, seconds: quick ? 3 : 8 });
      say(`${told}: ${figure(done.perSecond)} rows/s, ${done.committed} committed, ${done.rows} rows`);
      rows.push([told, ...[done.perSecond, done.cpuPerRow, done.committed, done.rows].map(figure)]);
    }
    return `${circumstances()}.\n\n${table(HEAD, rows)}`;
  },
};

async function measure(recording: Recording): Promise<Recorded> {
  const worker = openWorker<RecorderDuties>("../recorder/recorder-process.ts");
  try {
    return await worker.ask("record", recording);
  } finally {
    worker.close();
  }
}
