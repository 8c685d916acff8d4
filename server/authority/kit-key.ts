import { createHmac, timingSafeEqual } from "node:crypto";
import type { KitName } from "../contract/kit-access";
import { secretFor } from "./secret";

/** Crockford's base 32 in lower case: no i, l, o, u to misread on a printed card. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const CHARACTERS = 24; // 120 bits

/** A kit's key: derived from the kit and its key's version, so that none is stored and its owner can see it again. */
export function kitKey(kit: { id: string; keyVersion: number }): string {
  const digest = createHmac("sha256", secretFor("kit-key")).update(`${kit.id}:${kit.keyVersion}`).digest();
  return Array.from(digest.subarray(0, CHARACTERS), (byte) => ALPHABET[byte % 32]).join("");
}

/** Whether this is the kit's key, in time that does not depend on where they differ. */
export function isKitKey(kit: { id: string; keyVersion: number }, key: string): boolean {
  const expected = Buffer.from(kitKey(kit));
  const given = Buffer.from(key);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A kit's user name at the broker. No slug has a dot, so it can be taken apart again. */
export function kitUsername(className: string, kit: string): KitName {
  return `${className}.${kit}`;
}
