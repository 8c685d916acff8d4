import { z } from "zod";
import type { Actor } from "../contract/actor";
import { type AuditEntry, auditAction } from "../contract/audit";
import type { Page } from "../contract/shapes";
import { db } from "./client";
import { type PageAsked, pageOf, readCursor } from "./pages";
import { instructedBy } from "./scope";

const position = z.tuple([z.int().min(0)]);

/** What happened in a class that the asker instructs, the newest first. */
export async function auditOf(actor: Actor, slug: string, page: PageAsked): Promise<Page<AuditEntry>> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor, position)[0];
  const rows = await db().audit.findMany({
    where: { class: { slug, ...instructedBy(actor) }, ...(after === null ? {} : { id: { lt: after } }) },
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  return pageOf(rows, page, {
    key: ({ id }) => [Number(id)],
    shape: ({ id, at, action, byName, byToken, about, detail }) => ({
      id: Number(id),
      at: at.getTime(),
      action: auditAction.parse(action),
      by: byName,
      byToken,
      about,
      detail,
    }),
  });
}
