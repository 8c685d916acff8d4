import { hashPassword } from "../authority/password";
import { MIN_PASSWORD } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import { randomCode } from "../sql/codes";

const MADE_PASSWORD = 10; // about 50 bits, and still read aloud

/** A password that the server makes for somebody. */
export function newPassword(): string {
  return randomCode(MADE_PASSWORD).toLowerCase();
}

/** The hash of a member's password; throws `bad-input` for a PIN where the class takes none. */
export async function memberHash(password: string, { allowPins }: { allowPins: boolean }): Promise<string> {
  if (password.length < MIN_PASSWORD && !allowPins) {
    const message = `at least ${MIN_PASSWORD} characters`;
    throw new Refusal("bad-input", `password: ${message}`, { errors: [{ field: "password", message }] });
  }
  return hashPassword(password);
}
