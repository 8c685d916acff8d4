import { log } from "../log";
import { sweepAudit } from "../sql/audit";
import { sweepBrakes } from "../sql/brakes";
import { type HistoryDays, historyLimits } from "../sql/history-limits";
import { makePartitionsAhead } from "../sql/partitions";
import { sweepRestores } from "../sql/restore-sweep";
import { retire } from "./retention";

const HOUR = 3600 * 1000;

/**
 * Keeps the tables of what came: next week's partitions are made ahead, and what is older than it is kept goes,
 * every hour. The days are the server's limits; a class may keep less.
 */
export async function openUpkeep(limits: HistoryDays): Promise<{ close(): Promise<void> }> {
  let closed = false;
  historyLimits.set({ historyDays: limits.historyDays, summaryDays: limits.summaryDays });

  async function keep(): Promise<void> {
    try {
      await makePartitionsAhead();
      const halves = await sweepRestores();
      if (halves > 0) log.info("history.restores-swept", { classes: halves });
      const { partitions, messages } = await retire(Date.now(), () => !closed);
      if (partitions.length > 0 || messages > 0) log.info("history.retired", { partitions, messages });
      await sweepBrakes();
      await sweepAudit();
    } catch (error) {
      if (!closed) log.error("history.upkeep", error);
    }
  }

  await makePartitionsAhead(); // the first message needs them; what is old can wait
  let running = keep();
  const timer = setInterval(() => {
    running = running.then(keep);
  }, HOUR).unref();
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
      historyLimits.clear();
    },
  };
}
