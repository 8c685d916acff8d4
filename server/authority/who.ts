import type { Actor } from "../contract/actor";
import { Refusal } from "../contract/refusal";
import { isApiSecret, requireApiSession } from "./api-token";
import { findActiveActor, findSession, notSignedIn, type Session } from "./session";
import { verifyToken } from "./token";

const READ_ONLY = new Set(["GET", "HEAD", "OPTIONS"]);

/** Who makes this request, by bearer token or session cookie; throws `not-signed-in` or `token-expired`. */
export async function requireActor(request: Request): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return (await requireTokenSession(bearerOf(authorization))).actor;
  const session = await findSession(request.headers.get("cookie") ?? undefined);
  if (!session) throw notSignedIn();
  if (!READ_ONLY.has(request.method)) requireSameOrigin(request);
  return session.actor;
}

/** The same for a socket: a token where it gave one, else its cookie. */
export async function requireSession(from: {
  cookie: string | undefined;
  token: string | undefined;
}): Promise<Session> {
  if (from.token !== undefined) return requireTokenSession(from.token);
  const session = await findSession(from.cookie);
  if (!session) throw notSignedIn();
  return session;
}

/** By an API token or by a JWT. */
async function requireTokenSession(token: string): Promise<Session> {
  if (isApiSecret(token)) return requireApiSession(token);
  const claims = await verifyToken(token);
  const found = await findActiveActor(claims.userId, claims.sessionVersion);
  if (!found) throw notSignedIn();
  return { actor: found.actor, expiresAt: claims.expiresAt };
}

function bearerOf(authorization: string): string {
  const [scheme, token] = authorization.split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token) throw notSignedIn();
  return token;
}

/** A cookie is sent by any page that makes the browser send it, so a change must come from our own pages (OWASP: CSRF). */
function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw crossSite();
  const origin = request.headers.get("origin");
  if (origin !== null && !isSameHost(origin, request.headers.get("host"))) throw crossSite();
}

/** Whether an Origin header names the host that was asked. */
export function isSameHost(origin: string, host: string | null): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

function crossSite(): Refusal {
  return new Refusal("not-allowed", "This request came from another site.");
}
