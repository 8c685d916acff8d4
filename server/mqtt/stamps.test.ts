import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openStamps } from "./stamps";

const lux = (text: string, at: number) => ({
  topic: "demo/lamp/lux",
  payload: Buffer.from(text),
  at,
  qos: 1 as const,
  retain: false,
});

test("a message gets the stamp that its topic and bytes were left with, once", () => {
  const stamps = openStamps();
  stamps.watch("demo/lamp/#");
  stamps.push({ ...lux("5", 100), retain: true });
  expect(stamps.take("demo/lamp/lux", Buffer.from("6"))).toBeNull();
  expect(stamps.take("demo/lamp/air", Buffer.from("5"))).toBeNull();
  expect(stamps.take("demo/lamp/lux", Buffer.from("5"))).toEqual({ at: 100, qos: 1, retain: true });
  expect(stamps.take("demo/lamp/lux", Buffer.from("5"))).toBeNull();
});

test("equal messages of a topic get their stamps in the order of arrival", () => {
  const stamps = openStamps();
  stamps.watch("demo/lamp/lux");
  for (const at of [1, 2, 3]) stamps.push(lux("on", at));
  const taken = [1, 2, 3].map(() => stamps.take("demo/lamp/lux", Buffer.from("on"))?.at);
  expect(taken).toEqual([1, 2, 3]);
});

test("nothing is kept of a topic that nobody watches", () => {
  const stamps = openStamps();
  stamps.push(lux("5", 1));
  stamps.watch("demo/lamp/lux");
  expect(stamps.take("demo/lamp/lux", Buffer.from("5"))).toBeNull();
  stamps.unwatch("demo/lamp/lux");
  stamps.push(lux("5", 2));
  expect(stamps.take("demo/lamp/lux", Buffer.from("5"))).toBeNull();
});

test("a lost connection takes all stamps with it", () => {
  const stamps = openStamps();
  stamps.watch("demo/lamp/lux");
  stamps.push(lux("5", 1));
  stamps.clear();
  expect(stamps.take("demo/lamp/lux", Buffer.from("5"))).toBeNull();
});

describe("as time goes by", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("a stamp that nobody took is forgotten", () => {
    const stamps = openStamps();
    stamps.watch("demo/lamp/lux");
    stamps.push(lux("5", 1));
    vi.advanceTimersByTime(10_001);
    expect(stamps.take("demo/lamp/lux", Buffer.from("5"))).toBeNull();
  });

  test("what was pushed before the broker knew of the filter does not shift the times of later equal messages", () => {
    const stamps = openStamps();
    stamps.watch("demo/lamp/lux");
    stamps.push(lux("on", 1)); // the SUBSCRIBE was still on its way: this one never comes back
    stamps.settle("demo/lamp/lux");
    vi.advanceTimersByTime(1000);
    stamps.push(lux("on", 1001));
    expect(stamps.take("demo/lamp/lux", Buffer.from("on"))?.at).toBe(1001);
  });

  test("the time of a publish of our own is waited for, so long and no longer", async () => {
    const stamps = openStamps();
    const late = stamps.expect(lux("5", 0)).within(250);
    await vi.advanceTimersByTimeAsync(250);
    expect(await late).toBeNull();
    const soon = stamps.expect(lux("6", 0)).within(250);
    stamps.push(lux("6", 77));
    expect(await soon).toBe(77);
  });
});

test("a publish of our own is told apart from a kit's with the same bytes", async () => {
  const stamps = openStamps();
  const expected = stamps.expect(lux("5", 0));
  stamps.push({ ...lux("5", 1), kit: "demo.lamp" });
  stamps.push({ ...lux("5", 2), kit: null });
  stamps.push({ ...lux("5", 3), kit: null });
  expect(await expected.within(0)).toBe(2);
});
