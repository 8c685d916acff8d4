import type { Member } from "#server/contract/shapes";

/** A member with the kits of theirs in this class. */
export type Person = Member & { kits: readonly { slug: string; name: string }[] };

/** A class that somebody can be moved into. */
export type OtherClass = { slug: string; name: string };
