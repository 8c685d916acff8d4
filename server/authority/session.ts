import { decode } from "next-auth/jwt";
import { Refusal } from "../contract/refusal";
import { log } from "../log";
import { type FoundActor, findActor as findActorById, noteSeen } from "../sql/actors";
import { secretFor } from "./secret";

/** next-auth's cookie, as it is named over HTTPS and over HTTP. */
const COOKIES = ["__Secure-next-auth.session-token", "next-auth.session-token"];

/** The secret that next-auth encrypts its session cookie with. */
export function sessionSecret(): string {
  return secretFor("session").toString("base64url");
}

/** A signed-in person and when that ends (milliseconds of Unix time). */
export type Session = { actor: FoundActor["actor"]; expiresAt: number | null };

/** The session that a Cookie header carries, checked against the database; null where there is none. */
export async function findSession(cookieHeader: string | undefined): Promise<Session | null> {
  const token = cookieHeader === undefined ? null : findSessionCookie(cookieHeader);
  const claims = token === null ? null : await claimsOf(token);
  const found = claims && (await findActiveActor(claims.userId, claims.sessionVersion));
  return found && { actor: found.actor, expiresAt: claims.expiresAt };
}

type Claims = { userId: string; sessionVersion: number; expiresAt: number | null };

/** A page asks often, always with the same cookie: what it says is decrypted once. Whether it still counts is asked each time. */
const opened = new Map<string, Claims>();
const MOST_OPENED = 1000;

async function claimsOf(token: string): Promise<Claims | null> {
  const secret = sessionSecret();
  const key = `${secret} ${token}`;
  const claims = opened.get(key) ?? (await decrypt(token, secret));
  if (claims === null || (claims.expiresAt !== null && claims.expiresAt <= Date.now())) return null;
  opened.delete(key); // to the end: the one that was not asked for longest goes first
  opened.set(key, claims);
  for (const oldest of opened.keys()) {
    if (opened.size <= MOST_OPENED) break;
    opened.delete(oldest);
  }
  return claims;
}

async function decrypt(token: string, secret: string): Promise<Claims | null> {
  const claims = await decode({ token, secret }).catch(() => null);
  if (!claims || typeof claims.sub !== "string" || typeof claims.ver !== "number") return null;
  const expiresAt = typeof claims.exp === "number" ? claims.exp * 1000 : null;
  return { userId: claims.sub, sessionVersion: claims.ver, expiresAt };
}

/** The person whom a session or token of that version names, or null where it has been ended. */
export async function findActiveActor(userId: string, sessionVersion: number): Promise<FoundActor | null> {
  const found = await findActorById(userId);
  if (!found || found.sessionVersion !== sessionVersion) return null;
  noteSeen({ userId, lastSeenAt: found.lastSeenAt }).catch((error: unknown) =>
    log.error("authority.note-seen", error),
  );
  return found;
}

export function notSignedIn(): Refusal {
  return new Refusal("not-signed-in", "Sign in first.");
}

/** The session cookie's value; next-auth splits one that is too long into numbered chunks. */
function findSessionCookie(header: string): string | null {
  const cookies = new Map(header.split(";").map(pairOf));
  for (const name of COOKIES) {
    const whole = cookies.get(name);
    if (whole) return whole;
    const chunks: string[] = [];
    for (let chunk = cookies.get(`${name}.0`); chunk; chunk = cookies.get(`${name}.${chunks.length}`))
      chunks.push(chunk);
    if (chunks.length > 0) return chunks.join("");
  }
  return null;
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair.trim(), ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}
