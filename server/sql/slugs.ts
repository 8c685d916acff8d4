import { slugFrom } from "../contract/text";
import { randomCode } from "./codes";

const LONGEST = 32;

/** The slug that a name wishes for, or `class-x7k2`, `kit-x7k2` where nothing of the name can stay in one. */
export function wishedSlug(name: string, kind: "class" | "kit"): string {
  return slugFrom(name) ?? `${kind}-${randomCode(4).toLowerCase()}`;
}

/** The wished slug, or the first of `lamp-2`, `lamp-3`, ... that is not taken. */
export function freeSlug(wished: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wished)) return wished;
  for (let number = 2; ; number++) {
    const ending = `-${number}`;
    const slug = wished.slice(0, LONGEST - ending.length).replace(/-+$/, "") + ending;
    if (!taken.has(slug)) return slug;
  }
}

/** The part that every alternative to a slug begins with, to look up which are taken. */
export function stemOf(wished: string): string {
  return wished.slice(0, LONGEST - 8).replace(/-+$/, "");
}
