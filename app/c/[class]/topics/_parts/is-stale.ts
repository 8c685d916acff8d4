import { serverClock } from "@/_live/server-clock";
import type { TopicLog } from "@/_live/topic-log";
import { gapOf } from "@/_ui/chart/path";

/** Fewer points than this show no rhythm that could be missed. */
const RHYTHM = 5;
const PATIENCE_MS = 10_000;

/**
 * Whether a stream that used to speak in a rhythm has missed it several times: its value is older than it should be.
 * Switches and words are as old as their last change, and that is as it should be.
 */
export function isStale(log: Pick<TopicLog, "numbers" | "view">, now = serverClock.now()): boolean {
  if (log.view.reading.kind !== "number" && log.view.reading.kind !== "fields") return false;
  const [series] = log.numbers.values();
  if (!series || series.at.length < RHYTHM) return false;
  return now - log.view.last.at > Math.max(PATIENCE_MS, gapOf(series.at));
}
