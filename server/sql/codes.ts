import { randomInt } from "node:crypto";

/** No 0 O 1 I L: codes are shown on a projector and typed by hand. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const JOIN_CODE = 6;

/** Random letters and digits that nobody misreads; each carries 4.95 bits. */
export function randomCode(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** A new join code. About 887 million of them; guesses are braked and a class can close. */
export function newJoinCode(): string {
  return randomCode(JOIN_CODE);
}
