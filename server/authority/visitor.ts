import { isIPv6 } from "node:net";
import { type Device, readDevice } from "./device";

/** Somebody who is not signed in, as far as anything is known of them: where they come from and on what device. */
export type Visitor = { address: string; device: Device | null };

type ReadHeaders = { get(name: string): string | null | undefined };

/** Who sends these headers. The address is the one that the server itself wrote there (web.ts). */
export function visitorOf(headers: ReadHeaders): Visitor {
  return {
    address: networkOf(headers.get("x-forwarded-for") ?? ""),
    device: readDevice(headers.get("cookie") ?? ""),
  };
}

/** Whoever has one IPv6 address has the 2^64 beside it (RFC 6177), so all of them count as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
