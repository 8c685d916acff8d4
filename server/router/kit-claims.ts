import { braked } from "../authority/brake";
import { kitKey, kitUsername } from "../authority/kit-key";
import type { Actor } from "../contract/actor";
import { claimInput, kitsInput } from "../contract/inputs";
import type { KitCard } from "../contract/shapes";
import { type CardKit, cardsOf, claimKit, createKits, noClaim, renewAllKeys } from "../sql/kit-claims";
import { instructorOfOpen, kitMaker } from "./allow";
import { route } from "./route";

/** `POST /api/v1/classes/{class}/kits/bulk`: numbered kits that nobody owns, with all that their cards say. */
export const makeKits = route({
  params: ["class"],
  allow: instructorOfOpen,
  input: kitsInput,
  status: 201,
  answer: async ({ actor, params, input }) => ({
    items: (await createKits(actor, params.class, input)).map((made) => cardIn(params.class, made)),
  }),
});

/** `POST /api/v1/classes/{class}/kits/claim`: the kit whose card has this code becomes the asker's. */
export const claim = route({
  params: ["class"],
  allow: kitMaker,
  input: claimInput,
  answer: async ({ actor, params, input }) => {
    const kit = await braked([{ kind: "claim", of: actor.id }], () =>
      claimKit(actor, params.class, input.code),
    );
    if (!kit) throw noClaim();
    return kit;
  },
});

/** `POST /api/v1/classes/{class}/kits/keys`: new ones for all kits; the old ones and their connections end. */
export const makeKeys = route({
  params: ["class"],
  allow: instructorOfOpen,
  answer: async ({ actor, params }) => ({
    items: (await renewAllKeys(actor, params.class)).map(({ slug, key }) => ({
      kit: slug,
      username: kitUsername(params.class, slug),
      key: kitKey(key),
    })),
  }),
});

/** What the cards of a class say, for the page that prints them; of a class that the asker instructs. */
export async function kitCards(actor: Actor, className: string): Promise<KitCard[]> {
  return (await cardsOf(actor, className)).map((made) => cardIn(className, made));
}

function cardIn(className: string, { kit, claimCode, key }: CardKit): KitCard {
  return { ...kit, username: kitUsername(className, kit.slug), key: kitKey(key), claimCode };
}
