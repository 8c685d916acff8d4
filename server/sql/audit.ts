import type { Actor } from "../contract/actor";
import type { AuditAction } from "../contract/audit";
import { pool } from "./client";
import type { Tx } from "./scope";

/** Somebody or something as the list names it. The id is that of the person named here or in the detail, so that the name can be forgotten. */
export type Audited = { id?: string; name: string };

export type AuditWish = {
  classId: string;
  /** Who does it; null: the server itself. */
  by: (Pick<Actor, "id" | "name"> & { scope?: Actor["scope"] }) | null;
  action: AuditAction;
  about?: Audited | null;
  detail?: string | null;
};

/** Writes down who did what, in the transaction that does it: neither is ever there without the other. */
export async function audit(tx: Tx, ...wishes: readonly AuditWish[]): Promise<void> {
  if (wishes.length === 0) return;
  const rows = wishes.map(({ classId, by, action, about = null, detail = null }) => ({
    class_id: classId,
    action,
    by_id: by?.id ?? null,
    by_name: by?.name ?? null,
    by_token: by?.scope != null,
    about_id: about?.id ?? null,
    about: about?.name ?? null,
    detail,
  }));
  await tx.$executeRaw`
    INSERT INTO audit (class_id, action, by_id, by_name, by_token, about_id, about, detail)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS rows (class_id uuid, action text,
      by_id uuid, by_name text, by_token boolean, about_id uuid, about text, detail text)`;
}

/** A member as the list names them: two may bear one name, so the user name stands beside it. */
export function auditedMember({
  id,
  name,
  username,
}: {
  id: string;
  name: string;
  username: string | null;
}): Audited {
  return { id, name: username === null || username === name ? name : `${name} (${username})` };
}

/** Takes somebody's name out of every list: they deleted their account. That something was done stays. */
export async function forgetInAudit(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE audit SET by_name = NULL WHERE by_id = ${userId}::uuid`;
  await tx.$executeRaw`
    UPDATE audit SET about = CASE WHEN action LIKE 'kit.%' THEN about END, detail = NULL
    WHERE about_id = ${userId}::uuid`;
}

const DAYS = 400;
const MOST = 20_000;

/** Removes what is older than the list reaches, and of each class what is beyond its newest entries. */
export async function sweepAudit(most = MOST): Promise<void> {
  await pool().query(`DELETE FROM audit WHERE at < now() - make_interval(days => $1)`, [DAYS]);
  await pool().query(
    `DELETE FROM audit USING class, LATERAL (
       SELECT id FROM audit AS listed WHERE listed.class_id = class.id ORDER BY id DESC OFFSET $1 LIMIT 1
     ) AS first_beyond
     WHERE audit.class_id = class.id AND audit.id <= first_beyond.id`,
    [most],
  );
}
