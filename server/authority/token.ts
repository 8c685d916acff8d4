import { errors, jwtVerify, SignJWT } from "jose";
import { Refusal } from "../contract/refusal";
import { secretFor } from "./secret";

const ISSUER = "kitroom";
const AUDIENCE = "kitroom-app";
const ALGORITHM = "HS256";
const MINUTES = 60;
const SKEW_SECONDS = 60;

/** What a verified token says; `expiresAt` in milliseconds of Unix time. */
export type TokenClaims = { userId: string; sessionVersion: number; expiresAt: number };

/** A JWT for apps and sockets, good for 60 minutes unless the user's sessions are ended before. */
export async function issueToken(user: {
  id: string;
  sessionVersion: number;
}): Promise<{ token: string; expiresAt: number }> {
  const expires = Math.floor(Date.now() / 1000) + MINUTES * 60;
  const token = await new SignJWT({ ver: user.sessionVersion })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(secretFor("token"));
  return { token, expiresAt: expires * 1000 };
}

/** Verifies signature, issuer, audience and time (60 seconds of skew); throws `token-expired` or `not-signed-in`. */
export async function verifyToken(token: string): Promise<TokenClaims> {
  try {
    const { payload } = await jwtVerify(token, secretFor("token"), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ["sub", "exp", "ver"],
    });
    if (
      typeof payload.sub !== "string" ||
      typeof payload.exp !== "number" ||
      typeof payload.ver !== "number"
    ) {
      throw new Refusal("not-signed-in", "This token is not one of Kitroom's.");
    }
    return { userId: payload.sub, sessionVersion: payload.ver, expiresAt: payload.exp * 1000 };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new Refusal("token-expired", "This token has expired. Ask for a new one.");
    if (error instanceof errors.JOSEError)
      throw new Refusal("not-signed-in", "This token is not valid here.");
    throw error;
  }
}
