import { z } from "zod";
import { Refusal } from "../contract/refusal";
import { isSlug } from "../contract/topic";

const isUuid = (text: string) => z.uuid().safeParse(text).success;

/** The parts of an address that vary, and what they may be. What they cannot be does not exist. */
const FORMS = {
  class: isSlug,
  kit: isSlug,
  user: isUuid,
  id: isUuid,
  topic: (text: string) => !text.includes("\0"),
} as const;

export type ParamName = keyof typeof FORMS;

/** What Next found in the address: a catch-all part is a list. */
export type Found = Record<string, string | string[] | undefined>;

/** The named parts as text, decoded; a catch-all's levels are joined by slashes again. Throws `not-found`. */
export function readParams<Name extends ParamName>(
  names: readonly Name[],
  found: Found,
): Record<Name, string> {
  const entries = names.map((name) => {
    const part = found[name];
    const text = decode(Array.isArray(part) ? part.join("/") : part);
    if (text === null || !FORMS[name](text)) throw nothingHere();
    return [name, text] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>; // one entry for each name
}

/** Next hands some parts over as they stand in the address. None of ours has a % of its own, so twice does no harm. */
function decode(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function nothingHere(): Refusal {
  return new Refusal("not-found", "There is nothing at this address.");
}
