import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { GUESS_LIMITS, KeyGuesses } from "./key-guesses";

const LAMP = "lab.lamp";
let guesses: KeyGuesses;

beforeEach(() => {
  vi.useFakeTimers();
  guesses = new KeyGuesses(GUESS_LIMITS, () => Date.now());
});
afterEach(() => vi.useRealTimers());

/** How long the answer to a wrong key takes, in milliseconds; null where the key is not even looked at. */
async function answerTo(kit: "lab.lamp" | null, address: string): Promise<number | null> {
  const guess = guesses.begin(kit, address);
  if (!guess) return null;
  const began = Date.now();
  const due = guess.wrong();
  if (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
  await due;
  return Date.now() - began;
}

describe("P10 wrong keys", () => {
  test("are answered at once ten times, then later each time, up to ten seconds", async () => {
    const answers: (number | null)[] = [];
    for (let guess = 0; guess < 17; guess++) answers.push(await answerTo(LAMP, "a"));
    expect(answers).toEqual([...Array(10).fill(0), 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  test("of parallel guesses no more are looked at than answers are owed, whether or not they wait for them", async () => {
    for (let guess = 0; guess < 10; guess++) await answerTo(LAMP, "a");
    const begun = Array.from({ length: 50 }, () => guesses.begin(LAMP, "a")).filter(
      (guess) => guess !== null,
    );
    expect(begun).toHaveLength(GUESS_LIMITS.owedToAddress);
    for (const guess of begun) void guess.wrong();
    expect(guesses.begin(LAMP, "a")).toBeNull();
    await vi.advanceTimersByTimeAsync(GUESS_LIMITS.longest);
    expect(guesses.begin(LAMP, "a")).not.toBeNull();
  });

  test("from many addresses are bounded for the kit, and another kit is not concerned", () => {
    const begun = Array.from({ length: 500 }, (_, machine) => guesses.begin(LAMP, `a${machine}`));
    expect(begun.filter((guess) => guess !== null)).toHaveLength(GUESS_LIMITS.owedOfKit);
    expect(guesses.begin("lab.fan", "a1")).not.toBeNull();
  });

  test("keep the true kit out neither where it has been before nor where few have tried", () => {
    guesses.begin(LAMP, "school")?.right();
    for (let guess = 0; guess < 500; guess++) void guesses.begin(LAMP, `a${guess}`)?.wrong();
    for (let guess = 0; guess < 500; guess++) void guesses.begin(LAMP, "school")?.wrong();
    expect(guesses.begin(LAMP, "school")).not.toBeNull();
  });

  test("are forgiven in time, and what could not be told is not counted", async () => {
    for (let guess = 0; guess < 12; guess++) await answerTo(LAMP, "a");
    await vi.advanceTimersByTimeAsync(20 * GUESS_LIMITS.forgive);
    expect(await answerTo(LAMP, "a")).toBe(0);
    for (let guess = 0; guess < 100; guess++) guesses.begin(LAMP, "b")?.unknown();
    expect(await answerTo(LAMP, "b")).toBe(0);
  });
});
