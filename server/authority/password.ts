import { randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal } from "../contract/refusal";
import { oncePerProcess } from "../once";
import { turnsOf } from "../sql/turns";
import { type Cost, scrypt } from "./scrypt/scrypt";

/** RFC 7914 parameters, about 60 ms and 32 MiB on a small machine; kept in each hash, so that they can be raised. */
const COST: Cost = { N: 2 ** 15, r: 8, p: 1 };
const LENGTH = 32;

/** Hashes a password as `scrypt$N$r$p$salt$hash`. Throws `too-many` where more people wait than it is worth waiting for. */
export async function hashPassword(password: string): Promise<string> {
  requireShortQueue();
  return makeHash(password);
}

async function makeHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** A hash that no known password has: of an account that nobody signs in to before it is given one. */
export function randomPasswordHash(): string {
  const [salt, hash] = [randomBytes(16), randomBytes(LENGTH)].map((bytes) => bytes.toString("base64url"));
  return ["scrypt", COST.N, COST.r, COST.p, salt, hash].join("$");
}

/**
 * Hashes a whole class's passwords. They go through the queue of everybody else two at a time, so that whoever signs
 * in meanwhile waits for those two and no longer.
 */
export async function hashPasswords(passwords: readonly string[]): Promise<string[]> {
  const turn = turnsOf(AT_ONCE);
  return Promise.all(passwords.map((password) => turn(() => makeHash(password))));
}

/** Whether the password is that of the hash. Without a hash it takes as long and says no, so that time tells nothing. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  const [kind, N, r, p, salt, expected] = (hash ?? (await nobodysHash())).split("$");
  if (kind !== "scrypt" || salt === undefined || expected === undefined)
    throw new Error("a password hash of unknown form");
  requireShortQueue();
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, "base64url"), cost);
  return timingSafeEqual(actual, Buffer.from(expected, "base64url")) && hash !== null;
}

/** A thousand sign-ins at once must leave the processor to those who are in already. Three classes fit into the queue. */
const AT_ONCE = 2;
const MOST_WAITING = 100;
const shared = oncePerProcess<{ running: number; waiting: (() => void)[] }>("password-queue");

function sharedQueue() {
  const queue = shared.find() ?? { running: 0, waiting: [] };
  shared.set(queue);
  return queue;
}

function requireShortQueue(): void {
  if (sharedQueue().waiting.length >= MOST_WAITING)
    throw new Refusal("too-many", "Too many people sign in at this moment. Try again soon.", {
      retryAfter: 5,
    });
}

async function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const queue = sharedQueue();
  if (queue.running >= AT_ONCE) await new Promise<void>((come) => queue.waiting.push(come));
  else queue.running++;
  try {
    return await scrypt({ ...cost, password: password.normalize("NFKC"), salt, length: LENGTH });
  } finally {
    const next = queue.waiting.shift(); // who comes next takes over this place
    if (next) next();
    else queue.running--;
  }
}

let nobody: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString("base64url"));
  return nobody;
}
