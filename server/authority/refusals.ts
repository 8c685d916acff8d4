import type { ClassRefusal } from "../contract/activity";
import type { RefusalCode } from "../contract/refusal";
import { oncePerProcess } from "../once";

/** What was refused, to whom, and why. */
export type RefusalNote = {
  class: string;
  kit?: string;
  person?: { id: string; name: string };
  code: RefusalCode;
  message: string;
  topic?: string;
};

const HOUR = 3600_000;
/** Different things that are kept of a class, and classes; the oldest go first. */
const MOST_OF_CLASS = 500;
const MOST_CLASSES = 2000;
const MOST_CHARACTERS = 300;

type Kept = Map<string, ClassRefusal>;
const shared = oncePerProcess<Map<string, Kept>>("refusals");

function classes(): Map<string, Kept> {
  const found = shared.find() ?? new Map<string, Kept>();
  shared.set(found);
  return found;
}

/**
 * Notes what was refused, for the instructors of the class to read. The same again is one entry with its number. Kept in
 * memory for an hour: it answers "why does my kit not work", now.
 */
export function noteRefusal(note: RefusalNote, at = Date.now()): void {
  const { class: className, kit = null, person = null, code, topic = null } = note;
  const message = note.message.slice(0, MOST_CHARACTERS);
  const all = classes();
  const kept = all.get(className) ?? new Map<string, ClassRefusal>();
  const key = JSON.stringify([kit, person?.id, code, message, topic]);
  const before = kept.get(key);
  const again = before !== undefined && before.lastAt > at - HOUR;
  const entry = { kit, person, code, message, topic, firstAt: at, lastAt: at, count: 1 };
  kept.delete(key); // and in again: the order is that of the last time
  kept.set(key, again ? { ...entry, firstAt: before.firstAt, count: before.count + 1 } : entry);
  dropOldest(kept, MOST_OF_CLASS);
  all.delete(className);
  all.set(className, kept);
  dropOldest(all, MOST_CLASSES);
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** What was refused in a class within the last hour, the newest first. */
export function refusalsOf(className: string, now = Date.now()): ClassRefusal[] {
  const kept = classes().get(className);
  if (!kept) return [];
  for (const [key, { lastAt }] of kept) if (lastAt <= now - HOUR) kept.delete(key);
  if (kept.size === 0) classes().delete(className);
  return [...kept.values()].reverse();
}
