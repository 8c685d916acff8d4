import { describe, expect, test } from "vitest";
import { Latencies } from "./latencies";
import { Tally } from "./tally";

const plan = { kits: 3, browsers: 2, topicsEach: 2 }; // browser 0: kits 0 and 1; browser 1: kits 2 and 0

function tallied(heard: readonly (readonly [browser: number, kit: number, seq: number])[], sent: number[]) {
  const tally = new Tally(plan, 0);
  for (const [browser, kit, seq] of heard) tally.note(browser, kit, seq, 1000, 1005);
  return tally.close(sent);
}

describe("account of a run", () => {
  test("all delivered once and in order", () => {
    const heard = [0, 1, 2].flatMap((seq) => [
      [0, 0, seq] as const,
      [0, 1, seq] as const,
      [1, 0, seq] as const,
    ]);
    expect(tallied([...heard, [1, 2, 0]], [3, 3, 1])).toMatchObject({
      expected: 10,
      delivered: 10,
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
      stray: 0,
    });
  });

  test("what does not come is lost, in the middle and at the end", () => {
    expect(
      tallied(
        [
          [0, 0, 0],
          [0, 0, 2],
          [1, 0, 0],
          [1, 0, 1],
          [1, 0, 2],
        ],
        [4, 0, 0],
      ),
    ).toMatchObject({
      expected: 8,
      delivered: 5,
      lost: 3,
      outOfOrder: 0,
    });
  });

  test("what comes twice is doubled, and not delivered twice", () => {
    expect(
      tallied(
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 1],
          [0, 0, 0],
          [1, 0, 0],
          [1, 0, 1],
        ],
        [2, 0, 0],
      ),
    ).toMatchObject({
      delivered: 4,
      lost: 0,
      doubled: 2,
    });
  });

  test("what comes after its successor is out of order, and not lost; a second time it is doubled", () => {
    expect(
      tallied(
        [
          [1, 0, 1],
          [1, 0, 0],
          [1, 0, 0],
          [0, 0, 0],
          [0, 0, 1],
        ],
        [2, 0, 0],
      ),
    ).toMatchObject({
      delivered: 4,
      lost: 0,
      outOfOrder: 1,
      doubled: 1,
    });
  });

  test("what a browser did not ask for is a stray", () => {
    expect(tallied([[0, 2, 0]], [0, 0, 0])).toMatchObject({ delivered: 0, stray: 1, lost: 0 });
  });

  test("latencies count from the moment that everything is warm", () => {
    const tally = new Tally(plan, 2000);
    tally.note(0, 0, 0, 1999, 3000);
    expect(tally.close([1, 0, 0]).p99).toBeNull();
    tally.note(0, 0, 1, 2000, 2010);
    expect(tally.close([2, 0, 0]).p99).toBeCloseTo(10, 0);
  });
});

test("percentiles are within two per cent of the exact ones", () => {
  const latencies = new Latencies();
  for (let n = 1; n <= 10_000; n++) latencies.note(n / 10);
  for (const share of [0.5, 0.95, 0.99]) {
    const exact = share * 1000;
    expect(Math.abs((latencies.percentile(share) ?? 0) / exact - 1)).toBeLessThan(0.021);
  }
});
