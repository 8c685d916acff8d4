import { createHmac } from "node:crypto";
import { Refusal } from "../contract/refusal";
import { type Brake, type BrakeRule, isRemembered, release, remember, takeBack } from "../sql/brakes";
import { secretFor } from "./secret";
import { tryUnderWay } from "./tries";

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * How fast each kind of secret may be guessed (docs/decisions/018-brakes.md; brake.test.ts does the sums). Never by
 * address alone: a whole school shares one.
 */
export const RULES = {
  /** A password or PIN on a device that its owner has signed in on: what strangers do elsewhere is no hindrance here. */
  "device-account": { free: 10, forgive: HOUR, longest: HOUR },
  /** All accounts of such a device: a computer that a class shares. */
  device: { free: 30, forgive: 600 },
  /** An account on devices that it does not know, from one address ... */
  "account-at": { free: 10, forgive: HOUR, longest: HOUR },
  /** ... and from all of them. */
  account: { free: 30, forgive: HOUR },
  /** What looks like a PIN, on devices that its account does not know: at a class from one address, at a class, at all. */
  "pin-at": { free: 40, forgive: 900 },
  "pin-class": { free: 150, forgive: 600 },
  pin: { free: 300, forgive: 180 },
  /** Whatever is tried from an address: each try costs a tenth of a second of a processor. */
  "sign-in-at": { free: 300, forgive: 2 },
  /** The password of somebody whose session is open. */
  own: { free: 10, forgive: HOUR, longest: HOUR },
  /** Join codes from one address, from all that are not known, and from all that are. */
  "code-at": { free: 200, forgive: 240 },
  code: { free: 1000, forgive: 120 },
  "code-known": { free: 1000, forgive: 120 },
  /** The code on a kit's card, by somebody who is signed in. */
  claim: { free: 20, forgive: 60 },
  setup: { free: 20, forgive: 60, longest: 60 },
} as const satisfies Record<string, BrakeRule>;

export type BrakeKey = { kind: keyof typeof RULES; of: string };

/** An address from which somebody signed in counts as known for so long. */
const KNOWN_FOR = 30 * DAY;

/**
 * Makes a guess under these brakes: null from `attempt` is a failure and stays counted. Throws `too-many` with the
 * seconds to wait while any of them is braked; then nothing is tried.
 */
export async function braked<Value>(
  keys: readonly BrakeKey[],
  attempt: () => Promise<Value | null>,
): Promise<Value | null> {
  const brakes = keys.map(brakeOf);
  const over = await takePlace(brakes);
  try {
    const value = await attempt();
    if (value !== null) await Promise.all(brakes.map(forgive));
    return value;
  } catch (error) {
    await Promise.all(brakes.map(takeBack)); // nothing was tried, or it could not be
    throw error;
  } finally {
    over();
  }
}

/** Only what says who somebody is is forgotten at the first success; of what others share, one try is given back. */
function forgive(brake: Brake): Promise<void> {
  return brake.rule.longest === undefined ? takeBack(brake) : release(brake);
}

/** From now on this address is one that people of this Kitroom come from. */
export function noteAddress(address: string): Promise<void> {
  return remember(slotOf("known", address), KNOWN_FOR);
}

export function isKnownAddress(address: string): Promise<boolean> {
  return isRemembered(slotOf("known", address));
}

/** Counts the try, or throws; what it answers says that it is over. */
async function takePlace(brakes: readonly Brake[]): Promise<() => void> {
  const place = await tryUnderWay(brakes);
  if ("wait" in place) throw tooMany(place.wait);
  return place.over;
}

function brakeOf({ kind, of }: BrakeKey): Brake {
  return { key: slotOf(kind, of), rule: RULES[kind] };
}

const SLOT_BITS = 20;

/**
 * One of a million slots of that kind, which nobody can choose without the secret: names that strangers make up fill
 * no table, real ones stand in none, and neither is told from the other.
 */
function slotOf(kind: string, of: string): string {
  const digest = createHmac("sha256", secretFor("brake")).update(`${kind}\0${of}`).digest();
  return `${kind}:${(digest.readUInt32BE() >>> (32 - SLOT_BITS)).toString(16)}`;
}

function tooMany(wait: number): Refusal {
  const seconds = Math.ceil(wait);
  return new Refusal("too-many", `Too many tries. Wait ${seconds} ${seconds === 1 ? "second" : "seconds"}.`, {
    retryAfter: seconds,
  });
}
