import { Refusal } from "../contract/refusal";
import { type BrakeRule, countTry, release, takeBack } from "../sql/brakes";

/**
 * Guesses are slowed by what they are aimed at (an account, a class, a kit), never by address alone: a whole school
 * shares one. Only what says who somebody is (`account`) is forgotten at the first success.
 */
const RULES = {
  /** One account's password: ten free tries, then 2, 4, 8 ... 60 seconds. */
  account: { free: 10, longest: 60, forgive: 300 },
  /** Join codes: a class of forty joins within a minute and may mistype; a guesser gets one try in 10 seconds. */
  join: { free: 200, longest: 10, forgive: 10 },
  setup: { free: 20, longest: 60, forgive: 60 },
} as const satisfies Record<string, BrakeRule>;

export type BrakeKey = { kind: keyof typeof RULES; of: string };

/**
 * Makes a guess under the brake: null from `attempt` is a failure and stays counted. Throws `too-many` with the
 * seconds to wait while any of the keys is braked; then nothing is tried.
 */
export async function braked<Value>(
  keys: readonly BrakeKey[],
  attempt: () => Promise<Value | null>,
): Promise<Value | null> {
  const counted: BrakeKey[] = [];
  try {
    for (const key of keys) {
      const wait = await countTry(nameOf(key), RULES[key.kind]);
      if (wait > 0) throw tooMany(wait);
      counted.push(key);
    }
    const value = await attempt();
    if (value !== null) await Promise.all(counted.map(forgive));
    return value;
  } catch (error) {
    await Promise.all(counted.map((key) => takeBack(nameOf(key)))); // nothing was tried, or it could not be
    throw error;
  }
}

function forgive(key: BrakeKey): Promise<void> {
  return key.kind === "account" ? release(nameOf(key)) : takeBack(nameOf(key));
}

function nameOf({ kind, of }: BrakeKey): string {
  return `${kind}:${of}`;
}

function tooMany(wait: number): Refusal {
  const seconds = Math.ceil(wait);
  return new Refusal("too-many", `Too many tries. Wait ${seconds} ${seconds === 1 ? "second" : "seconds"}.`, {
    retryAfter: seconds,
  });
}
