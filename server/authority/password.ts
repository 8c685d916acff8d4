import { randomBytes, scrypt as scryptCallback, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const scrypt = promisify<string | Buffer, Buffer, number, object, Buffer>(scryptCallback);

/** RFC 7914 parameters, about 60 ms and 32 MiB on a small machine; kept in each hash, so that they can be raised. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const LENGTH = 32;

/** Hashes a password as `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether the password is that of the hash. Without a hash it takes as long and says no, so that time tells nothing. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  const [kind, N, r, p, salt, expected] = (hash ?? (await nobodysHash())).split("$");
  if (kind !== "scrypt" || salt === undefined || expected === undefined)
    throw new Error("a password hash of unknown form");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, "base64url"), cost);
  return timingSafeEqual(actual, Buffer.from(expected, "base64url")) && hash !== null;
}

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const memory = 128 * cost.N * cost.r;
  return scrypt(password.normalize("NFKC"), salt, LENGTH, { ...cost, maxmem: 2 * memory });
}

let nobody: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString("base64url"));
  return nobody;
}
