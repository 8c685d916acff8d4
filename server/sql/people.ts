import type { Actor } from "../contract/actor";
import type { Member } from "../contract/shapes";
import { membersOf } from "./members";
import { EVERYTHING } from "./pages";

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
