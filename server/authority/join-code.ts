import { findOpenClass, type OpenClass } from "../sql/admissions";
import { type BrakeKey, braked, isKnownAddress } from "./brake";
import type { Visitor } from "./visitor";

/**
 * The class that a join code opens, or null. Throws `too-many` while guesses at codes are braked: from this address,
 * and from all others together. Addresses that people have signed in from have a share of their own, so that no
 * stranger shuts a school out.
 */
export async function openByCode(
  code: string,
  { address }: Pick<Visitor, "address">,
): Promise<OpenClass | null> {
  const kind = (await isKnownAddress(address)) ? "code-known" : "code";
  const keys: BrakeKey[] = [
    { kind: "code-at", of: address },
    { kind, of: "" },
  ];
  return braked(keys, () => findOpenClass(code));
}
