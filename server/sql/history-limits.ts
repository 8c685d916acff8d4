import { Refusal } from "../contract/refusal";
import { oncePerProcess } from "../once";

/** How many days something is kept: messages as they came, and the sums of their hours. */
export type HistoryDays = { historyDays: number; summaryDays: number };

const shared = oncePerProcess<HistoryDays>("history-limits");

/** What the server keeps at most (HISTORY_DAYS, SUMMARY_DAYS); classes may keep less. */
export const historyLimits = { set: shared.set, clear: shared.clear, require: shared.require };

/** What holds for a class: what it asks for within the server's limits, and never sums for less time than messages. */
export function keptBy({ historyDays, summaryDays }: HistoryDays): HistoryDays {
  const limits = shared.find() ?? { historyDays, summaryDays };
  const raw = Math.min(historyDays, limits.historyDays);
  return { historyDays: raw, summaryDays: Math.max(raw, Math.min(summaryDays, limits.summaryDays)) };
}

/** Throws `bad-input`, naming the limit, where a class asks for more than the server keeps. */
export function requireWithinLimits(asked: { [Name in keyof HistoryDays]?: number | undefined }): void {
  const limits = shared.find();
  const names = ["historyDays", "summaryDays"] as const;
  const errors = names.flatMap((name) => {
    const most = limits?.[name];
    if (most === undefined || (asked[name] ?? 0) <= most) return [];
    return [{ field: `settings.limits.${name}`, message: `at most ${most}, the limit of this server` }];
  });
  if (errors.length > 0) throw badDays(errors);
}

/** Throws `bad-input` where sums would be kept for less time than the messages that they are of. */
export function requireOrdered({ historyDays, summaryDays }: HistoryDays): void {
  if (summaryDays >= historyDays) return;
  const message = `at least ${historyDays}, as long as raw messages are kept`;
  throw badDays([{ field: "settings.limits.summaryDays", message }]);
}

function badDays(errors: readonly { field: string; message: string }[]): Refusal {
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return new Refusal("bad-input", detail, { errors });
}
