import { hkdfSync, randomBytes } from "node:crypto";
import { oncePerProcess } from "../once";

const shared = oncePerProcess<string>("secret");

/** Sets the one secret of this installation, from which every other is derived. */
export function setSecret(secret: string): void {
  shared.set(secret);
}

/** A secret of that length as text: what a first start keeps in its data directory. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** 32 bytes that serve one purpose only (RFC 5869), so that one kind of secret never opens another's lock. */
export function secretFor(purpose: "session" | "token" | "kit-key" | "brake" | "device"): Buffer {
  const secret = shared.require();
  if (derived.from !== secret) derived = { from: secret, secrets: new Map() };
  const known =
    derived.secrets.get(purpose) ?? Buffer.from(hkdfSync("sha256", secret, "kitroom", purpose, 32));
  derived.secrets.set(purpose, known);
  return known;
}

let derived: { from: string | null; secrets: Map<string, Buffer> } = { from: null, secrets: new Map() };
