import { getLocale } from "next-intl/server";
import type { Actor } from "#server/contract/actor";
import type { HttpMessage, Topic } from "#server/contract/shapes";
import { kitsOf } from "#server/sql/kits";
import { EVERYTHING } from "#server/sql/pages";
import { topicsOf } from "#server/sql/topics";
import type { DrawnKits } from "./kit-tiles";

/** Longer texts are no tile's matter and would make the page heavy. */
const TILE_CHARACTERS = 200;

/** A class's kits, their topics and the last message of each, as their tiles are drawn with. */
export async function drawKits(actor: Actor, slug: string): Promise<DrawnKits> {
  const at = Date.now();
  const names = new Intl.Collator(await getLocale(), { numeric: true });
  const [kits, topics] = await Promise.all([
    kitsOf(actor, slug, EVERYTHING),
    topicsOf(actor, slug, EVERYTHING),
  ]);
  return {
    class: slug,
    kits: kits.items.toSorted((a, b) => names.compare(a.name, b.name)),
    topics: topics.items.filter(isNoted).map(noteOf),
    messages: topics.items.flatMap(({ last }) => (last && isShort(last) ? [last] : [])),
    at,
  };
}

const isNoted = ({ label, unit, backfill }: Topic) => label !== null || unit !== null || backfill;

const noteOf = ({ topic, label, unit, backfill }: Topic) => ({ topic, label, unit, backfill });

const isShort = (message: HttpMessage) => "payload" in message && message.payload.length <= TILE_CHARACTERS;
