import type { Actor } from "../contract/actor";
import type { Member } from "../contract/shapes";
import { db } from "./client";
import { membersOf } from "./members";
import { EVERYTHING } from "./pages";
import { instructedBy } from "./scope";

/** Every member of a class that the asker instructs, however many pages that is. */
export async function everybodyIn(actor: Actor, slug: string): Promise<Member[]> {
  const everybody: Member[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof membersOf>> = await membersOf(actor, slug, {
      ...EVERYTHING,
      ...(cursor === null ? {} : { cursor }),
    });
    everybody.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return everybody;
}

export type OwnKit = { slug: string; name: string };

/** The kits of a class that the asker instructs, by their owners' ids. */
export async function kitsByOwner(actor: Actor, slug: string): Promise<Map<string, OwnKit[]>> {
  const kits = await db().kit.findMany({
    where: { ownerId: { not: null }, class: { slug, ...instructedBy(actor) } },
    orderBy: { slug: "asc" },
    select: { slug: true, name: true, ownerId: true },
  });
  const byOwner = new Map<string, OwnKit[]>();
  for (const { ownerId, ...kit } of kits)
    if (ownerId !== null) byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), kit]);
  return byOwner;
}
