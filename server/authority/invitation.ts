import { createHash, randomBytes } from "node:crypto";

const BYTES = 16;
const DAYS = 7;

/** A new invitation's code and when it ends. It has 128 bits, so nobody guesses it; only its hash is kept. */
export function newInvitation(): { code: string; hash: Buffer; expiresAt: Date } {
  const code = randomBytes(BYTES).toString("base64url");
  return { code, hash: hashOfInvitation(code), expiresAt: new Date(Date.now() + DAYS * 24 * 3600 * 1000) };
}

export function hashOfInvitation(code: string): Buffer {
  return createHash("sha256").update(code).digest();
}
