import { SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { newSecret, secretFor, setSecret } from "./secret";
import { issueToken, verifyToken } from "./token";

const ANNA = { id: "0190f3a0-0000-7000-8000-000000000001", sessionVersion: 3 };

beforeAll(() => setSecret(newSecret()));

function claims(
  changed: {
    aud?: string;
    iss?: string;
    exp?: number;
    alg?: string;
    secret?: Uint8Array;
    ver?: unknown;
  } = {},
) {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ver: "ver" in changed ? changed.ver : 3 })
    .setProtectedHeader({ alg: changed.alg ?? "HS256" })
    .setIssuer(changed.iss ?? "kitroom")
    .setAudience(changed.aud ?? "kitroom-app")
    .setSubject(ANNA.id)
    .setExpirationTime(changed.exp ?? now + 60)
    .sign(changed.secret ?? secretFor("token"));
}

const unsigned =
  `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: ANNA.id, ver: 3, iss: "kitroom", aud: "kitroom-app", exp: 9e9 }))}.`.replaceAll(
    "=",
    "",
  );

describe("P11 P12 tokens", () => {
  test("a token says whose it is and lasts 60 minutes", async () => {
    const { token, expiresAt } = await issueToken(ANNA);
    expect(await verifyToken(token)).toEqual({ userId: ANNA.id, sessionVersion: 3, expiresAt });
    expect(Math.round((expiresAt - Date.now()) / 60_000)).toBe(60);
  });

  test.each([
    ["empty", () => ""],
    ["no token at all", () => "hello"],
    ["unsigned (alg none)", () => unsigned],
    ["for another audience", () => claims({ aud: "other" })],
    ["of another issuer", () => claims({ iss: "other" })],
    ["signed with another algorithm", () => claims({ alg: "HS512" })],
    ["signed with another secret", () => claims({ secret: new Uint8Array(32) })],
    ["signed with the session's secret", () => claims({ secret: secretFor("session") })],
    ["without a session version", () => claims({ ver: undefined })],
    ["with a session version that is none", () => claims({ ver: "3" })],
  ])("one that is %s is refused", async (_name, make) => {
    const token = await make();
    await expect(verifyToken(token)).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("an expired one is told so; clocks may differ by a minute", async () => {
    const now = Math.floor(Date.now() / 1000);
    await expect(claims({ exp: now - 90 }).then(verifyToken)).rejects.toMatchObject({
      code: "token-expired",
    });
    await expect(claims({ exp: now - 30 }).then(verifyToken)).resolves.toMatchObject({ userId: ANNA.id });
  });
});
