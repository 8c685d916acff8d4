import type { Actor, Scope } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import type { ApiToken, Page } from "../contract/shapes";
import { db } from "./client";
import { afterId, type PageAsked, pageOf } from "./pages";
import { knownTo, noClass, noKit, readableBy, type Tx } from "./scope";

const FIELDS = {
  id: true,
  userId: true,
  name: true,
  readOnly: true,
  expiresAt: true,
  lastUsedAt: true,
  createdAt: true,
  class: { select: { slug: true } },
  kit: { select: { slug: true } },
} as const;

type Row = {
  id: string;
  userId: string;
  name: string;
  readOnly: boolean;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
  class: { slug: string } | null;
  kit: { slug: string } | null;
};

/** So many may one person have, expired ones included. */
const MOST = 50;

/** A token as it is checked, whoever asks; `expiresAt` in milliseconds of Unix time. */
export type FoundToken = {
  id: string;
  userId: string;
  scope: Scope;
  expiresAt: number | null;
  lastUsedAt: number | null;
};

/** The token of that secret's hash, expired or not; null where there is none. */
export async function findApiTokenByHash(secretHash: Uint8Array): Promise<FoundToken | null> {
  const row = await db().apiToken.findUnique({
    where: { secretHash: Uint8Array.from(secretHash) },
    select: FIELDS,
  });
  if (!row) return null;
  const { id, readOnly, class: className, kit, expiresAt, lastUsedAt } = shape(row);
  return { id, userId: row.userId, scope: { readOnly, class: className, kit }, expiresAt, lastUsedAt };
}

const USED_EVERY = 60_000;

/** Notes that a token was used, at most once a minute. */
export async function noteTokenUsed({ id, lastUsedAt }: FoundToken): Promise<void> {
  const now = new Date();
  const aMinuteAgo = new Date(now.getTime() - USED_EVERY);
  if (lastUsedAt !== null && lastUsedAt >= aMinuteAgo.getTime()) return;
  await db().apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: aMinuteAgo } }] },
    data: { lastUsedAt: now },
  });
}

/** The asker's tokens, oldest first. */
export async function tokensOf(actor: Actor, page: PageAsked): Promise<Page<ApiToken>> {
  const after = afterId(page);
  const rows = await db().apiToken.findMany({
    where: { userId: actor.id, ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: page.limit + 1,
    select: FIELDS,
  });
  return pageOf(rows, page, { key: ({ id }) => [id], shape });
}

export type TokenWish = {
  name: string;
  readOnly: boolean;
  class?: string | undefined;
  kit?: string | undefined;
  expiresAt?: number | null | undefined;
};

/**
 * Makes a token of the asker's, limited to a class or kit where one is named. Throws `not-found` where the asker may
 * not know of it, and `limit-reached` at 50 tokens.
 */
export async function createApiToken(
  actor: Actor,
  secretHash: Uint8Array,
  { name, readOnly, class: className, kit, expiresAt }: TokenWish,
): Promise<ApiToken> {
  return db().$transaction(async (tx) => {
    // The person's row is the lock under which their tokens are counted.
    await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${actor.id}::uuid FOR NO KEY UPDATE`;
    if ((await tx.apiToken.count({ where: { userId: actor.id } })) >= MOST)
      throw new Refusal("limit-reached", `You have ${MOST} tokens already. Revoke one that you do not need.`);
    const row = await tx.apiToken.create({
      data: {
        userId: actor.id,
        name,
        secretHash: Uint8Array.from(secretHash),
        readOnly,
        ...(await placeOf(tx, actor, className, kit)),
        expiresAt: expiresAt == null ? null : new Date(expiresAt),
      },
      select: FIELDS,
    });
    return shape(row);
  });
}

async function placeOf(tx: Tx, actor: Actor, className: string | undefined, kit: string | undefined) {
  if (className === undefined) return {};
  const room = await tx.class.findFirst({
    where: { slug: className, ...knownTo(actor) },
    select: { id: true },
  });
  if (!room) throw noClass();
  if (kit === undefined) return { classId: room.id };
  const found = await tx.kit.findFirst({
    where: { classId: room.id, slug: kit, ...readableBy(actor) },
    select: { id: true },
  });
  if (!found) throw noKit();
  return { classId: room.id, kitId: found.id };
}

/** Ends a token of the asker's at once; throws `not-found` for all others. */
export async function deleteApiToken(actor: Actor, id: string): Promise<void> {
  const { count } = await db().apiToken.deleteMany({ where: { id, userId: actor.id } });
  if (count === 0) throw new Refusal("not-found", "You have no such token.");
}

function shape(row: Row): ApiToken {
  return {
    id: row.id,
    name: row.name,
    readOnly: row.readOnly,
    class: row.class?.slug ?? null,
    kit: row.kit?.slug ?? null,
    expiresAt: row.expiresAt?.getTime() ?? null,
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    createdAt: row.createdAt.getTime(),
  };
}
