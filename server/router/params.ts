import { z } from "zod";
import { Refusal } from "../contract/refusal";
import { SLUG } from "../contract/topic";

const slug = (of: string) => z.string().regex(SLUG).describe(of);

/** The parts of an address that vary, and what they may be. What they cannot be does not exist. */
export const PARAMS = {
  class: slug("the short name of a class"),
  kit: slug("the short name of a kit of the class"),
  user: z.uuid().describe("the id of a member"),
  id: z.uuid().describe("the id of the thing"),
  topic: z
    .string()
    .refine((text) => !text.includes("\0"))
    .describe("the topic after the class, slashes as they are: lamp/air/temperature"),
} as const;

export type ParamName = keyof typeof PARAMS;

/** What stands in the address in the place of each part, still encoded. */
export type Found = Record<string, string | undefined>;

/** The named parts as text, decoded. Throws `not-found`. */
export function readParams<Name extends ParamName>(
  names: readonly Name[],
  found: Found,
): Record<Name, string> {
  const entries = names.map((name) => {
    const text = decode(found[name]);
    if (text === null || !PARAMS[name].safeParse(text).success) throw nothingHere();
    return [name, text] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>; // one entry for each name
}

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
