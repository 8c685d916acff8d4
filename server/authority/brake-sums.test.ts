import { describe, expect, test } from "vitest";
import { isCommonPin } from "../contract/pins";
import { afterTry, type BrakeRule, type BrakeState, RESTED, waitOf } from "../sql/brake-rule";
import { RULES } from "./brake";

const HOUR = 3600;
const SCHOOL_DAY = 8 * HOUR;
const YEAR = 365 * 24 * HOUR;
const BEGIN = Date.UTC(2026, 2, 2, 8);

const CODES = 31 ** 6; // sql/codes.ts
const PINS = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, "0"));
const CHOSEN = PINS.filter((pin) => !isCommonPin(pin)).length;

/** How many tries somebody gets who always makes the next one as soon as it is let through, from a rested state on. */
function triesIn(seconds: number, rules: readonly BrakeRule[]): number {
  let states: BrakeState[] = rules.map(() => RESTED);
  let now = BEGIN;
  let tries = 0;
  while (now < BEGIN + seconds * 1000) {
    const at = now;
    const wait = Math.max(...rules.map((rule, index) => waitOf(states[index] ?? RESTED, rule, at)));
    if (wait > 0) now += Math.ceil(wait * 1000);
    else {
      tries++;
      states = rules.map((rule, index) => afterTry(states[index] ?? RESTED, rule, at));
    }
  }
  return tries;
}

describe("P10 a join code of six characters lasts a year", () => {
  // From as many addresses as anybody may have: theirs are free, what all share is not.
  const aYear = triesIn(YEAR, [RULES.code]) + triesIn(YEAR, [RULES["code-known"]]);

  test("of a class whose code is open all year, from all addresses at once: one chance in a thousand at most", () => {
    expect(aYear).toBeLessThan(530_000);
    expect(aYear / CODES).toBeLessThan(1 / 1000);
  });

  test("any of fifty such classes: one in thirty at most", () => {
    expect((50 * aYear) / CODES).toBeLessThan(1 / 30);
  });

  test("one address never uses up what all others share", () => {
    expect(triesIn(YEAR, [RULES["code-at"]])).toBeLessThan(triesIn(YEAR, [RULES.code]));
    expect(RULES["code-at"].forgive).toBeGreaterThan(RULES.code.forgive);
    expect(RULES["code-at"].free).toBeLessThan(RULES.code.free / 2);
  });
});

describe("P10 a PIN of four digits falls to nobody who tries for a school day", () => {
  const fromOne = [RULES["sign-in-at"], RULES["account-at"], RULES.account];
  const atClass = [RULES["pin-class"], RULES.pin];

  test("there are enough PINs that nobody guesses first", () => {
    expect(CHOSEN).toBeGreaterThan(9500);
  });

  test("one account, from one address: one chance in three hundred at most", () => {
    expect(triesIn(SCHOOL_DAY, fromOne) / CHOSEN).toBeLessThan(1 / 300);
  });

  test("one account, from any number of addresses: one in two hundred and fifty at most", () => {
    expect(triesIn(SCHOOL_DAY, [RULES.account]) / CHOSEN).toBeLessThan(1 / 250);
  });

  test("anybody of a class, from one address: one in a hundred at most; from all addresses one in forty", () => {
    expect(triesIn(SCHOOL_DAY, [RULES["sign-in-at"], RULES["pin-at"], ...atClass]) / CHOSEN).toBeLessThan(
      1 / 100,
    );
    expect(triesIn(SCHOOL_DAY, atClass) / CHOSEN).toBeLessThan(1 / 40);
  });

  test("anybody of the server, from all addresses: one in twenty at most", () => {
    expect(triesIn(SCHOOL_DAY, [RULES.pin]) / CHOSEN).toBeLessThan(1 / 20);
  });

  test("on a computer that the class shares: one account as anywhere, all of them one in a hundred", () => {
    expect(triesIn(SCHOOL_DAY, [RULES["device-account"]]) / CHOSEN).toBeLessThan(1 / 300);
    expect(triesIn(SCHOOL_DAY, [RULES.device]) / CHOSEN).toBeLessThan(1 / 100);
  });
});

test("P10 a password of eight random letters and digits lasts far longer than a year", () => {
  expect(triesIn(YEAR, [RULES.account]) / 31 ** 8).toBeLessThan(1e-7);
});

describe("a rule", () => {
  const doubling: BrakeRule = { free: 3, forgive: HOUR, longest: HOUR };
  const bucket: BrakeRule = { free: 3, forgive: 60 };

  test("with a longest wait lets the free tries through, then makes waits of 2, 4, 8 seconds up to an hour", () => {
    let state = RESTED;
    let now = BEGIN;
    const waits: number[] = [];
    for (let round = 0; round < 16; round++) {
      state = afterTry(state, doubling, now);
      waits.push(waitOf(state, doubling, now));
      now += waitOf(state, doubling, now) * 1000;
    }
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 2, 4, 8, 16, 32]);
    expect(waits.at(-1)).toBe(HOUR);
  });

  test("without one lets a try through each time that one is forgiven", () => {
    expect(triesIn(600, [bucket])).toBe(3 + 600 / 60 - 1);
  });

  test("forgets all in time", () => {
    let state = RESTED;
    for (let round = 0; round < 3; round++) state = afterTry(state, bucket, BEGIN);
    expect(waitOf(state, bucket, BEGIN)).toBe(60);
    expect(waitOf(state, bucket, BEGIN + 30_000)).toBe(30);
    expect(waitOf(state, bucket, BEGIN + 60_000)).toBe(0);
  });

  test("keeps nobody out for longer because a clock was wrong", () => {
    const days = 2 * 24 * HOUR * 1000;
    let state = RESTED;
    for (let round = 0; round < 10; round++) state = afterTry(state, doubling, BEGIN);
    expect(waitOf(state, doubling, BEGIN - days)).toBeLessThanOrEqual(HOUR);
    let full = RESTED;
    for (let round = 0; round < 3; round++) full = afterTry(full, bucket, BEGIN);
    expect(waitOf(full, bucket, BEGIN - days)).toBeLessThanOrEqual(60);
  });
});
