import { kitKey, kitUsername } from "../authority/kit-key";
import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { fits, type SketchWish, sketchInput, sketchQuery } from "../contract/sketch";
import { requireKeyOrigin } from "../sql/kit-keys";
import { addressesFor } from "./addresses";
import { member } from "./allow";
import { fileName } from "./download";
import { requireManageable } from "./kit-rights";
import { NO_STORE } from "./problem";
import { route } from "./route";
import { sketchZip } from "./sketch/sketch";

/** `GET /api/v1/classes/{class}/kits/{kit}/sketch`: a ready sketch for the kit, with its key in it. */
export const readSketch = route({
  params: ["class", "kit"],
  allow: member,
  query: sketchQuery,
  answer: ({ request, actor, params, query }) => answerFor({ request, actor, ...params }, query),
});

/** `POST` of the same: with the password of a Wi-Fi, which must stand in no address. */
export const makeSketch = route({
  params: ["class", "kit"],
  allow: member,
  input: sketchInput,
  answer: ({ request, actor, params, input }) => answerFor({ request, actor, ...params }, input),
});

type Asked = { request: Request; actor: Actor; class: string; kit: string };

async function answerFor({ request, actor, class: slug, kit }: Asked, wish: SketchWish): Promise<Response> {
  await requireManageable(actor, slug, kit);
  const origin = await requireKeyOrigin(actor, slug, kit);
  requireFit(wish);
  const { broker } = addressesFor(request.headers.get("host"));
  const { name, zip } = await sketchZip(
    { slug: kit, username: kitUsername(slug, kit), key: kitKey(origin), broker },
    wish,
  );
  return new Response(new Uint8Array(zip), {
    headers: {
      ...NO_STORE,
      "content-type": "application/zip",
      "content-disposition": fileName([name], "zip"),
    },
  });
}

function requireFit({ example, board }: SketchWish): void {
  if (fits(example, board)) return;
  const message = `not for ${board}: this lesson is about the cable`;
  throw new Refusal("bad-input", `example: ${message}`, { errors: [{ field: "example", message }] });
}
