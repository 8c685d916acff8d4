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
  const claims = token === null ? null : await decode({ token, secret: sessionSecret() }).catch(() => null);
  if (!claims || typeof claims.sub !== "string" || typeof claims.ver !== "number") return null;
  const found = await findActiveActor(claims.sub, claims.ver);
  return (
    found && {
      actor: found.actor,
      expiresAt: typeof claims.exp === "number" ? claims.exp * 1000 : null,
    }
  );
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
