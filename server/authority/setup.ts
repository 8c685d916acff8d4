import { randomInt, timingSafeEqual } from "node:crypto";
import { Refusal } from "../contract/refusal";
import { oncePerProcess } from "../once";
import { braked } from "./brake";
import type { Visitor } from "./visitor";

const shared = oncePerProcess<string>("setup-code");

/** No 0 O 1 I L: codes are read aloud and typed by hand. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** A new setup code, such as `7KQ2-M9XD-4RTB`: about 59 bits. */
export function newSetupCode(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return [group(), group(), group()].join("-");
}

/** Sets the code that makes the first instructor. */
export function setSetupCode(code: string): void {
  shared.set(code);
}

/** Throws `not-allowed` unless this is the setup code; guesses are braked by address, so that nobody else's keep its owner out. */
export async function requireSetupCode(given: string, { address }: Visitor): Promise<void> {
  const right = await braked([{ kind: "setup", of: address }], async () =>
    isSetupCode(given) ? true : null,
  );
  if (!right) throw new Refusal("not-allowed", "This is not the setup code that the server printed.");
}

function isSetupCode(given: string): boolean {
  const expected = Buffer.from(plain(shared.require()));
  const actual = Buffer.from(plain(given));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, "");
}
