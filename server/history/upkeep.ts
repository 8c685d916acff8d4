import { log } from "../log";
import { sweepBrakes } from "../sql/brakes";
import { dropPartitionsBefore, makePartitionsAhead } from "../sql/partitions";

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** Keeps the table of messages: next week's partition is made ahead, weeks older than `historyDays` are dropped. */
export async function openUpkeep(historyDays: number): Promise<{ close(): Promise<void> }> {
  async function keep(): Promise<void> {
    const now = Date.now();
    await makePartitionsAhead(now);
    const dropped = await dropPartitionsBefore(now - historyDays * DAY);
    if (dropped.length > 0) log.info("history.dropped", { partitions: dropped, historyDays });
    await sweepBrakes();
  }

  let running: Promise<void> = keep();
  await running;
  const timer = setInterval(() => {
    running = keep().catch((error: unknown) => log.error("history.upkeep", error));
  }, HOUR).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
