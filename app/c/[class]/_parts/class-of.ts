import { cache } from "react";
import { findActor } from "#server/authority/page";
import { findClass } from "#server/sql/classes";

/** Who looks and the class they look at, as far as they may know it; read once a request, for layout, title and page. */
export const visitOf = cache(async (slug: string) => {
  const actor = await findActor();
  return { actor, room: actor && (await findClass(actor, slug)) };
});
