import { kitKey, kitUsername } from "../authority/kit-key";
import { mayManageClass } from "../authority/may";
import type { Actor } from "../contract/actor";
import { kitChange, kitInput } from "../contract/inputs";
import { pageQuery } from "../contract/queries";
import { Refusal } from "../contract/refusal";
import type { KitKey } from "../contract/shapes";
import { type KeyOrigin, renewKey, requireKeyOrigin } from "../sql/kit-keys";
import { changeKit, createKit, deleteKit, kitsOf, requireKit } from "../sql/kits";
import { kitMaker, member } from "./allow";
import { forgetKits } from "./forget";
import { requireManageable } from "./kit-rights";
import { route } from "./route";

/** `GET /api/v1/classes/{class}/kits` */
export const listKits = route({
  params: ["class"],
  allow: member,
  query: pageQuery,
  answer: ({ actor, params, query }) => kitsOf(actor, params.class, query),
});

/** `POST /api/v1/classes/{class}/kits`: the kit, and what it signs in with. */
export const makeKit = route({
  params: ["class"],
  allow: kitMaker,
  input: kitInput,
  status: 201,
  answer: async ({ actor, params, input }) => {
    if (input.owner !== undefined) requireMayGive(actor, params.class);
    const { kit, key } = await createKit(actor, params.class, input);
    return { ...kit, ...keyOf(params.class, kit.slug, key) };
  },
});

/** `GET /api/v1/classes/{class}/kits/{kit}` */
export const readKit = route({
  params: ["class", "kit"],
  allow: member,
  answer: ({ actor, params }) => requireKit(actor, params.class, params.kit),
});

/** `PATCH /api/v1/classes/{class}/kits/{kit}`: name, shared control; for instructors also the owner. */
export const editKit = route({
  params: ["class", "kit"],
  allow: member,
  input: kitChange,
  answer: async ({ actor, params, input }) => {
    await requireManageable(actor, params.class, params.kit);
    if (input.owner !== undefined) requireMayGive(actor, params.class);
    return changeKit(actor, params.class, params.kit, input);
  },
});

/** `DELETE /api/v1/classes/{class}/kits/{kit}`: with its topics and messages, here and at the broker. */
export const removeKit = route({
  params: ["class", "kit"],
  allow: member,
  status: 204,
  answer: async ({ actor, params }) => {
    await requireManageable(actor, params.class, params.kit);
    await deleteKit(actor, params.class, params.kit);
    await forgetKits(params.class, [params.kit]);
  },
});

/** `GET /api/v1/classes/{class}/kits/{kit}/key` */
export const readKey = route({
  params: ["class", "kit"],
  allow: member,
  answer: async ({ actor, params }) => {
    await requireManageable(actor, params.class, params.kit);
    return keyOf(params.class, params.kit, await requireKeyOrigin(actor, params.class, params.kit));
  },
});

/** `POST /api/v1/classes/{class}/kits/{kit}/key`: a new one; the old one and its connections end. */
export const makeKey = route({
  params: ["class", "kit"],
  allow: member,
  answer: async ({ actor, params }) => {
    await requireManageable(actor, params.class, params.kit);
    return keyOf(params.class, params.kit, await renewKey(actor, params.class, params.kit));
  },
});

function keyOf(className: string, kit: string, origin: KeyOrigin): KitKey {
  return { username: kitUsername(className, kit), key: kitKey(origin) };
}

function requireMayGive(actor: Actor, className: string): void {
  if (!mayManageClass(actor, className))
    throw new Refusal("not-allowed", "Whose a kit is, an instructor of the class says.");
}
