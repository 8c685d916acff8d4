import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sharing } from "./fresh";

/** Looks that end when told to; each answers its number. */
function looks() {
  const ends: ((fails?: boolean) => void)[] = [];
  const look = sharing(
    (_key: string) =>
      new Promise<number>((resolve, reject) => {
        const number = ends.length;
        ends.push((fails = false) => (fails ? reject(new Error(String(number))) : resolve(number)));
      }),
    (key) => key,
  );
  return { look, ends };
}

test("questions during a look share the next, which begins when that one has ended", async () => {
  const { look, ends } = looks();
  const first = look("a");
  const later = [look("a"), look("a"), look("a")];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await first).toBe(0);
  await Promise.resolve();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  expect(await Promise.all(later)).toEqual([1, 1, 1]);
  look("a");
  expect(ends).toHaveLength(3);
});

test("a look that fails fails for those who share it alone", async () => {
  const { look, ends } = looks();
  const first = look("a");
  const second = look("a");
  ends[0]?.(true);
  await expect(first).rejects.toThrow("0");
  await Promise.resolve();
  ends[1]?.();
  expect(await second).toBe(1);
});

test("other things are looked up at the same time", () => {
  const { look, ends } = looks();
  for (const key of ["a", "b", "c"]) look(key);
  expect(ends).toHaveLength(3);
});

describe("as time goes by", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("P35 a look that never ends is unavailable within 5 seconds, and the next one begins", async () => {
    const { look, ends } = looks();
    const first = look("a").catch((error: unknown) => error);
    const second = look("a");
    await vi.advanceTimersByTimeAsync(5000);
    expect(await first).toMatchObject({ code: "unavailable" });
    ends[1]?.();
    expect(await second).toBe(1);
  });
});
