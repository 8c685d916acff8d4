import { createHash, randomBytes } from "node:crypto";
import { Refusal } from "../contract/refusal";
import { log } from "../log";
import { findActor } from "../sql/actors";
import { findApiTokenByHash, noteTokenUsed } from "../sql/api-tokens";
import { within } from "./may";
import { notSignedIn, type Session } from "./session";

/** What a secret begins with, so that people and programs that look for leaked ones know it. */
const PREFIX = "kr_";
const BYTES = 32;

/** A new token's secret. It has 256 bits, so nobody guesses it and no brake is needed; only its hash is kept. */
export function newApiSecret(): { secret: string; hash: Buffer } {
  const secret = PREFIX + randomBytes(BYTES).toString("base64url");
  return { secret, hash: hashOf(secret) };
}

/** Whether a bearer token is one of these, and no JWT. */
export function isApiSecret(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** The person who made the token, within its scope; throws `not-signed-in` or `token-expired`. */
export async function requireApiSession(secret: string): Promise<Session> {
  const token = await findApiTokenByHash(hashOf(secret));
  if (!token) throw notSignedIn();
  if (token.expiresAt !== null && !(token.expiresAt > Date.now()))
    throw new Refusal("token-expired", "This token has expired. Make a new one on the account page.");
  const found = await findActor(token.userId);
  if (!found) throw notSignedIn();
  noteTokenUsed(token).catch((error: unknown) => log.error("authority.note-token", error));
  return { actor: within(token.scope, found.actor), expiresAt: token.expiresAt };
}

/** A fast hash will do: what it hides is random, and not a word that somebody chose. */
function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
