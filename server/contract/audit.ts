import { z } from "zod";

/** What is written down of a class: who joined and went, what was renewed, removed and set. */
export const auditAction = z.enum([
  "member.joined",
  "member.added",
  "member.invited",
  "invitation.withdrawn",
  "member.renamed",
  "member.suspended",
  "member.restored",
  "member.moved",
  "member.removed",
  "member.left",
  "role.changed",
  "password.renewed",
  "code.renewed",
  "code.opened",
  "code.closed",
  "kit.created",
  "kit.claimed",
  "kit.handed-on",
  "kit.key-renewed",
  "kit.keys-renewed",
  "kit.removed",
  "topic.removed",
  "history.deleted",
  "class.created",
  "class.imported",
  "class.exported",
  "class.changed",
  "class.archived",
  "class.restored",
]);
export type AuditAction = z.infer<typeof auditAction>;

/** One line of that list. Names are those of then: an entry outlives what it is about. */
export const auditEntry = z
  .object({
    id: z.int(),
    at: z.int().min(0).describe("milliseconds of Unix time"),
    action: auditAction,
    by: z
      .string()
      .nullable()
      .describe("who did it; null for the server itself and for accounts deleted since"),
    byToken: z.boolean().describe("an app did it with an API token of theirs"),
    about: z.string().nullable().describe("the person, kit or topic"),
    detail: z.string().nullable().describe("what it became, such as the new role, name or owner"),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntry>;
