import type { Actor } from "../contract/actor";
import { audit } from "./audit";
import { db } from "./client";
import { managedBy, noKit } from "./scope";

/** What the key of a kit is derived from. */
export type KeyOrigin = { id: string; keyVersion: number };

/** What the key of a kit is derived from, for those who may manage it; throws `not-found`. */
export async function requireKeyOrigin(actor: Actor, className: string, slug: string): Promise<KeyOrigin> {
  const row = await db().kit.findFirst({
    where: { slug, class: { slug: className }, ...managedBy(actor) },
    select: { id: true, keyVersion: true },
  });
  if (!row) throw noKit();
  return row;
}

/** Ends a kit's key: from now on another one opens. Throws `not-found`. */
export async function renewKey(actor: Actor, className: string, slug: string): Promise<KeyOrigin> {
  return db().$transaction(async (tx) => {
    const [row] = await tx.kit.updateManyAndReturn({
      where: { slug, class: { slug: className }, ...managedBy(actor) },
      data: { keyVersion: { increment: 1 } },
      select: { id: true, keyVersion: true, classId: true },
    });
    if (!row) throw noKit();
    await audit(tx, { classId: row.classId, by: actor, action: "kit.key-renewed", about: { name: slug } });
    return { id: row.id, keyVersion: row.keyVersion };
  });
}
