import type { Member } from "#server/contract/shapes";

export type Person = Member & {
  /** Their kits in this class. */
  kits: readonly { slug: string; name: string }[];
  /** How many messages of those kits came in the last 24 hours. */
  messages: number;
};

/** A class that somebody can be moved into. */
export type OtherClass = { slug: string; name: string };
