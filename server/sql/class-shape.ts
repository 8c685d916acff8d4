import type { Scope } from "../contract/actor";
import type { Class, Role } from "../contract/shapes";
import { keptBy } from "./history-limits";

/** The columns of a class that its members see. */
export const CLASS_FIELDS = {
  id: true,
  slug: true,
  name: true,
  joinCode: true,
  joinOpen: true,
  joinUntil: true,
  archivedAt: true,
  createdAt: true,
  kitsMayCommand: true,
  privateKits: true,
  declareFirst: true,
  allowPins: true,
  maxMembers: true,
  maxKits: true,
  maxTopics: true,
  messagesPerSecond: true,
  historyDays: true,
  summaryDays: true,
} as const;

export type ClassRow = {
  slug: string;
  name: string;
  joinCode: string;
  joinOpen: boolean;
  joinUntil: Date | null;
  archivedAt: Date | null;
  createdAt: Date;
  kitsMayCommand: boolean;
  privateKits: boolean;
  declareFirst: boolean;
  allowPins: boolean;
  maxMembers: number;
  maxKits: number;
  maxTopics: number;
  messagesPerSecond: number;
  historyDays: number;
  summaryDays: number;
};

/** A class as somebody of that role sees it: the join code is for instructors, and for no token that knows one kit only. */
export function classShape(row: ClassRow, role: Role, scope: Scope | null = null): Class {
  return {
    slug: row.slug,
    name: row.name,
    role,
    ...(role === "instructor" && !scope?.kit ? joinOf(row) : {}),
    archivedAt: row.archivedAt?.getTime() ?? null,
    createdAt: row.createdAt.getTime(),
    settings: {
      kitsMayCommand: row.kitsMayCommand,
      privateKits: row.privateKits,
      declareFirst: row.declareFirst,
      allowPins: row.allowPins,
      limits: {
        members: row.maxMembers,
        kits: row.maxKits,
        topics: row.maxTopics,
        messagesPerSecond: row.messagesPerSecond,
        ...keptBy(row),
      },
    },
  };
}

function joinOf(row: ClassRow) {
  const joinOpen = isCodeOpen(row);
  return {
    joinCode: row.joinCode,
    joinOpen,
    joinUntil: joinOpen ? (row.joinUntil?.getTime() ?? null) : null,
  };
}

/** Whether a class's code is open and has not ended by itself. */
export function isCodeOpen({ joinOpen, joinUntil }: Pick<ClassRow, "joinOpen" | "joinUntil">): boolean {
  return joinOpen && (joinUntil === null || joinUntil.getTime() > Date.now());
}

/** The same as a condition: classes that their code opens now. */
export function openedBy(joinCode: string) {
  const until = [{ joinUntil: null }, { joinUntil: { gt: new Date() } }];
  return { joinCode, joinOpen: true, archivedAt: null, OR: until };
}
