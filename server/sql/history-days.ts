import { db } from "./client";
import { type HistoryDays, historyLimits, keptBy } from "./history-limits";

export type ClassDays = HistoryDays & { classId: string };

/** For how long each class keeps what it has. */
export async function daysOfClasses(): Promise<ClassDays[]> {
  const rows = await db().class.findMany({ select: { id: true, historyDays: true, summaryDays: true } });
  return rows.map(({ id, ...days }) => ({ classId: id, ...keptBy(days) }));
}

/** The longest of them; where there is no class, the server's. */
export function longestOf(classes: readonly HistoryDays[]): HistoryDays {
  const all = classes.length > 0 ? classes : [historyLimits.require()];
  return {
    historyDays: Math.max(...all.map(({ historyDays }) => historyDays)),
    summaryDays: Math.max(...all.map(({ summaryDays }) => summaryDays)),
  };
}
