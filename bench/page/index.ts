import { sleep } from "../load/clock";
import { circumstances, figure, table } from "../report";
import type { Workload } from "../workloads/workload";
import { openStage, STREAMS, type Stage } from "./stage";
import { CATEGORIES, type MainThread, mainThreadOf, type TraceEvent } from "./trace";

const POINTS = 600;
/** Messages a second on each stream, until each has its points. */
const FILL = 50;
const MOST_BUSY = 0.15;
const LEAST_FRAMES = 45;
const MOST_PAINTS = 20;
const SLOWED = 4;

type Look = { name: string; found: MainThread; wanted: string; met: boolean };

/** A kit's page with five streams of 600 points each, live: what its main thread has to do, by Chromium's own tracing. */
export const page: Workload = {
  name: "page",
  run: async ({ server, quick, say }) => {
    const stage = await openStage(server);
    try {
      const looks = await lookAt(stage, quick ? 5000 : 15_000);
      for (const { name, found } of looks) say(`${name}: ${JSON.stringify(found)}`);
      return sectionOf(looks);
    } finally {
      await stage.close();
    }
  },
};

async function lookAt({ browser, page: shown, feed }: Stage, ms: number): Promise<Look[]> {
  const record = async (): Promise<MainThread> => {
    await browser.startTracing(shown, { categories: CATEGORIES });
    await sleep(ms);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    return mainThreadOf(trace.traceEvents);
  };
  feed(FILL);
  await sleep((POINTS / FILL) * 1000);
  feed(10);
  await sleep(2000);
  const calm = await record();

  // Asked for without end, as by a page that moves: how many frames this main thread can give.
  // As text: what compiles this file would put helpers of its own into a function.
  await shown.evaluate("(function frame() { requestAnimationFrame(frame); })()");
  const throttle = await shown.context().newCDPSession(shown);
  await throttle.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  const slowed = await record();
  await throttle.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  await shown.reload();
  feed(100 / STREAMS.length);
  await sleep(2000);
  const flooded = await record();
  return [
    {
      name: "10 updates a second on each of 5 series",
      found: calm,
      wanted: `busy under ${MOST_BUSY * 100} %`,
      met: calm.busy < MOST_BUSY,
    },
    {
      name: `the same, CPU slowed ${SLOWED} times, frames asked for without end`,
      found: slowed,
      wanted: `over ${LEAST_FRAMES} frames/s`,
      met: slowed.frames > LEAST_FRAMES,
    },
    {
      name: "100 updates a second on one page",
      found: flooded,
      wanted: `at most ${MOST_PAINTS} paints/s`,
      met: flooded.paints <= MOST_PAINTS,
    },
  ];
}

function sectionOf(looks: readonly Look[]): string {
  return [
    `${circumstances()}. A kit's page with five streams, ${POINTS} points each and more coming in, in Chromium at 1280 x 900; its own tracing.`,
    table(
      ["page", "main thread busy", "of the processor", "longest task", "paints/s", "frames/s", "wanted", ""],
      looks.map(({ name, found, wanted, met }) => [
        name,
        `${figure(found.busy * 100)} %`,
        `${figure(found.cpu * 100)} %`,
        `${figure(found.longestMs)} ms`,
        figure(found.paints),
        figure(found.frames),
        wanted,
        met ? "met" : "missed",
      ]),
    ),
  ].join("\n\n");
}
