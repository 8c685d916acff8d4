import { bucketStart, HOUR } from "../contract/buckets";
import { type ClassDays, daysOfClasses, longestOf } from "../sql/history-days";
import { dropPartition } from "../sql/partition-removal";
import { type Partition, WEEK, weeks } from "../sql/partitions";
import { dropSumsBefore, retireBefore, retireWeek, topicsWithMessagesBefore } from "../sql/retention";
import { openHoursBefore, rollHour } from "../sql/rollups";
import { isDecoding } from "../sql/stored-numbers";

const DAY = 24 * HOUR;

/** What one round removed: weeks' partitions by name, and messages of classes that keep less than others. */
export type Retired = { partitions: string[]; messages: number };

/**
 * Removes what is older than its class keeps it. Where no class keeps a week any longer, its partitions go; of the
 * other classes the messages, hour by hour. `more` says whether to go on: what was begun is whole in itself.
 */
export async function retire(now: number, more: () => boolean = () => true): Promise<Retired> {
  const done: Retired = { partitions: [], messages: 0 };
  if (await isDecoding()) return done; // what has no sums yet would be lost
  const classes = await daysOfClasses();
  const longest = longestOf(classes);
  const shortest = Math.min(longest.historyDays, ...classes.map(({ historyDays }) => historyDays));
  for (const hour of await openHoursBefore(now - shortest * DAY)) {
    if (!more()) return done;
    await rollHour(hour);
  }
  await dropWeeks(now, longest, done);
  for (const kept of classes) {
    if (kept.historyDays < longest.historyDays) done.messages += await retireClass(kept, now, more);
    if (kept.summaryDays < longest.summaryDays)
      await dropSumsBefore(kept.classId, now - kept.summaryDays * DAY);
  }
  return done;
}

/** A week's messages first; its sums only where there are no messages of it any more. */
async function dropWeeks(
  now: number,
  { historyDays, summaryDays }: Omit<ClassDays, "classId">,
  done: Retired,
): Promise<void> {
  const isOver = (week: number, days: number) => week + WEEK <= now - days * DAY;
  for (const { week, partitions } of await weeks()) {
    const messages = partitions.filter(({ table }) => table !== "rollup");
    const sums = partitions.filter(({ table }) => table === "rollup");
    if (messages.length > 0 && isOver(week, historyDays) && (await retireWeek(week, messages)))
      await drop(messages, { onlyEmpty: true }, done);
    if (messages.every(({ name }) => done.partitions.includes(name)) && isOver(week, summaryDays))
      await drop(sums, { onlyEmpty: false }, done);
  }
}

async function drop(
  partitions: readonly Partition[],
  how: { onlyEmpty: boolean },
  done: Retired,
): Promise<void> {
  for (const partition of partitions)
    if (await dropPartition(partition, how)) done.partitions.push(partition.name);
}

async function retireClass(
  { classId, historyDays }: ClassDays,
  now: number,
  more: () => boolean,
): Promise<number> {
  const before = bucketStart(now - historyDays * DAY, HOUR);
  let removed = 0;
  for (const topicId of await topicsWithMessagesBefore(classId, before)) {
    if (!more()) return removed;
    removed += await retireBefore(topicId, before);
  }
  return removed;
}
