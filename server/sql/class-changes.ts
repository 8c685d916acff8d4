import type { AuditAction } from "../contract/audit";
import { type ClassRow, isCodeOpen } from "./class-shape";

/** What has become of a class, as its list says it; settings by their names of the API, with what they are now. */
export function classChanges(before: ClassRow, after: ClassRow): { action: AuditAction; detail?: string }[] {
  const changes: { action: AuditAction; detail?: string }[] = [];
  if (before.joinCode !== after.joinCode) changes.push({ action: "code.renewed" });
  const open = isCodeOpen(after);
  if (!open && isCodeOpen(before)) changes.push({ action: "code.closed" });
  if (open && !(isCodeOpen(before) && isSameTime(before.joinUntil, after.joinUntil)))
    changes.push({
      action: "code.opened",
      ...(after.joinUntil ? { detail: after.joinUntil.toISOString() } : {}),
    });
  if ((before.archivedAt === null) !== (after.archivedAt === null))
    changes.push({ action: after.archivedAt === null ? "class.restored" : "class.archived" });
  for (const [column, name] of SETTINGS)
    if (before[column] !== after[column])
      changes.push({ action: "class.changed", detail: `${name}: ${after[column]}` });
  return changes;
}

const isSameTime = (one: Date | null, other: Date | null) => one?.getTime() === other?.getTime();

const SETTINGS = [
  ["name", "name"],
  ["kitsMayCommand", "kitsMayCommand"],
  ["privateKits", "privateKits"],
  ["declareFirst", "declareFirst"],
  ["allowPins", "allowPins"],
  ["maxMembers", "members"],
  ["maxKits", "kits"],
  ["maxTopics", "topics"],
  ["messagesPerSecond", "messagesPerSecond"],
  ["historyDays", "historyDays"],
  ["summaryDays", "summaryDays"],
] as const satisfies readonly (readonly [keyof ClassRow, string])[];
