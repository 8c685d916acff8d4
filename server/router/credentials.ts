import { hashPassword } from "../authority/password";
import { MIN_PASSWORD } from "../contract/inputs";
import { COMMON_PIN, isCommonPin, isPin } from "../contract/pins";
import { Refusal } from "../contract/refusal";
import { randomCode } from "../sql/codes";

const MADE_PASSWORD = 10; // about 50 bits, and still read aloud

/** A password that the server makes for somebody. */
export function newPassword(): string {
  return randomCode(MADE_PASSWORD).toLowerCase();
}

/** Throws `bad-input` for a PIN where the class takes none, and for one that guessers try first. */
export function requireGoodPassword(password: string, { allowPins }: { allowPins: boolean }): void {
  if (password.length < MIN_PASSWORD && !allowPins) throw refused(`at least ${MIN_PASSWORD} characters`);
  if (isPin(password) && isCommonPin(password)) throw refused(COMMON_PIN);
}

/** The hash of a member's password; throws as `requireGoodPassword` does. */
export async function memberHash(password: string, where: { allowPins: boolean }): Promise<string> {
  requireGoodPassword(password, where);
  return hashPassword(password);
}

/** The hash of a password that somebody chooses for themselves; throws `bad-input` for digits that guessers try first. */
export function ownHash(password: string): Promise<string> {
  return memberHash(password, { allowPins: false });
}

function refused(message: string): Refusal {
  return new Refusal("bad-input", `password: ${message}`, { errors: [{ field: "password", message }] });
}
