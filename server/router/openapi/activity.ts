import { auditEntry } from "../../contract/audit";
import { page } from "../../contract/shapes";
import { listAudit } from "../activity";
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
];
