import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { secretFor } from "./secret";

/**
 * A browser that people have signed in on, known by a cookie of its own that outlives their sessions (OWASP: device
 * cookies). It opens nothing: it only says that guesses made elsewhere are no hindrance here.
 */
export type Device = { id: string; tags: readonly string[] };

const COOKIE = "kitroom-device";
const ID_BYTES = 16;
const TAG_BYTES = 12;
/** People who share a computer; the one who signed in longest ago is forgotten first. */
const MOST_TAGS = 40;
/** Browsers keep none for longer (RFC 6265bis, 5.5). */
const DAYS = 400;

const FORM = /^([\w-]{22})((?:\.[\w-]{16})*)$/;

/** The device that a Cookie header tells of, or null. */
export function readDevice(cookies: string): Device | null {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]*)`).exec(cookies)?.[1] ?? "";
  const [, id, tags = ""] = FORM.exec(value) ?? [];
  return id === undefined ? null : { id, tags: tags.split(".").slice(1) };
}

/** Whether this person has signed in on this device before. */
export function isKnownOn({ id, tags }: Device, userId: string): boolean {
  const expected = Buffer.from(tagOf(id, userId));
  return tags.some((tag) => {
    const given = Buffer.from(tag);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** The Set-Cookie header by which a device, or a new one, knows this person from now on. */
export function deviceCookie(device: Device | null, userId: string, secure: boolean): string {
  const id = device?.id ?? randomBytes(ID_BYTES).toString("base64url");
  const tag = tagOf(id, userId);
  const others = (device?.tags ?? []).filter((known) => known !== tag);
  const value = [id, tag, ...others].slice(0, MOST_TAGS + 1).join(".");
  const attributes = ["Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${DAYS * 24 * 3600}`];
  return [`${COOKIE}=${value}`, ...attributes, ...(secure ? ["Secure"] : [])].join("; ");
}

function tagOf(id: string, userId: string): string {
  const digest = createHmac("sha256", secretFor("device")).update(`${id}:${userId}`).digest();
  return digest.subarray(0, TAG_BYTES).toString("base64url");
}
