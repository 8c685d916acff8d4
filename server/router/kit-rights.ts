import {
  mayChange,
  mayKnowClass,
  mayManageClass,
  mayManageKit,
  mayReadKit,
  standingIn,
} from "../authority/may";
import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { noClass, noKit } from "../sql/scope";
import { findKitFacts } from "../sql/topic-registry";
import { archived, onlyReads } from "./allow";

export type KitFound = NonNullable<Awaited<ReturnType<typeof findKitFacts>>>;

/** A kit that the asker may read; throws `not-found` for all others, whether there are such or not. */
export async function requireReadable(actor: Actor, className: string, slug: string): Promise<KitFound> {
  if (!mayKnowClass(actor, className)) throw noClass();
  const kit = await findKitFacts(className, slug);
  if (!kit || !mayReadKit(actor, className, kit)) throw noKit();
  return kit;
}

/** A kit that the asker may manage; throws `not-allowed` where they may know of it and no more. */
export async function requireManageable(actor: Actor, className: string, slug: string): Promise<KitFound> {
  const kit = await requireReadable(actor, className, slug);
  if (mayManageKit(actor, className, kit)) return kit;
  if (standingIn(actor, className)?.archived) throw archived();
  throw mayChange(actor) ? notYours() : onlyReads();
}

/** The class's board is managed by its instructors. */
export function requireBoardManager(actor: Actor, className: string): void {
  if (!mayManageClass(actor, className))
    throw new Refusal("not-allowed", "The class's board is managed by its instructors.");
  if (standingIn(actor, className)?.archived) throw archived();
}

function notYours(): Refusal {
  return new Refusal("not-allowed", "This kit belongs to somebody else.");
}
