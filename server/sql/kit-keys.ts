import type { Actor } from "../contract/actor";
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
  const { count } = await db().kit.updateMany({
    where: { slug, class: { slug: className }, ...managedBy(actor) },
    data: { keyVersion: { increment: 1 } },
  });
  if (count === 0) throw noKit();
  return requireKeyOrigin(actor, className, slug);
}
