import { classRefusal, kitActivity } from "../../contract/activity";
import { auditEntry } from "../../contract/audit";
import { page } from "../../contract/shapes";
import { listActivity, listAudit, listRefusals } from "../activity";
import type { Operation } from "./operation";

export const ACTIVITY: readonly Operation[] = [
  {
    method: "GET",
    path: "/api/v1/classes/{class}/audit",
    route: listAudit,
    id: "listAudit",
    noun: "Classes",
    summary: "Who did what in a class",
    more: "Joins, removals, renewals, deletions and settings, the newest first. For instructors.",
    answer: page(auditEntry),
  },
  {
    method: "GET",
    path: "/api/v1/classes/{class}/refusals",
    route: listRefusals,
    id: "listRefusals",
    noun: "Classes",
    summary: "What was refused within the last hour",
    more: "To every kit and person of the class, with the reason in plain words, the newest first. For instructors.",
    answer: page(classRefusal),
  },
  {
    method: "GET",
    path: "/api/v1/classes/{class}/activity",
    route: listActivity,
    id: "listActivity",
    noun: "Classes",
    summary: "Messages a day of every kit",
    more: "Of the last seven times 24 hours, the oldest first; the last one goes on until the hour is full. For instructors.",
    answer: page(kitActivity),
  },
];
