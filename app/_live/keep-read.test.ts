import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Reply } from "#server/contract/refusal";
import { type Kept, keepRead } from "./keep-read";
import { createStore } from "./store";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const away: Reply<number> = { ok: false, code: "unavailable", message: "" };
const refused: Reply<number> = { ok: false, code: "not-allowed", message: "" };
const answer = (value: number): Reply<number> => ({ ok: true, value });

/** A server that gives these answers in turn, and the last one for ever. */
function keep(replies: readonly Reply<number>[], goodFor: number | null = 1000) {
  const store = createStore<Kept<number>>({ value: null, state: "waiting" });
  const seen = { value: true };
  let asked = 0;
  const keeper = keepRead({
    store,
    ask: async () => replies[Math.min(asked++, replies.length - 1)] ?? away,
    goodFor: () => goodFor,
    isSeen: () => seen.value,
  });
  return { keeper, seen, read: store.read, asked: () => asked };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("what was read is read again when it is due", async () => {
  const { read, asked, keeper } = keep([answer(1), answer(2)]);
  expect(read()).toEqual({ value: null, state: "waiting" });
  await pass(0);
  expect(read()).toEqual({ value: 1, state: "ready" });
  await pass(999);
  expect(asked()).toBe(1);
  await pass(1);
  expect(read()).toEqual({ value: 2, state: "ready" });
  keeper.stop();
});

test("while the server is away what was read stays, and it is tried until it answers", async () => {
  const { read, keeper } = keep([answer(1), away, away, answer(2)]);
  await pass(1000);
  expect(read()).toEqual({ value: 1, state: "away" });
  await pass(4000);
  expect(read()).toEqual({ value: 2, state: "ready" });
  keeper.stop();
});

test("a refusal is not asked about again and again", async () => {
  const { read, asked, keeper } = keep([refused, answer(3)]);
  await pass(10_000);
  expect(read().state).toBe("refused");
  expect(asked()).toBe(1);
  await pass(20_000);
  expect(read()).toEqual({ value: 3, state: "ready" });
  keeper.stop();
});

test("what cannot change is read once, unless somebody knows better", async () => {
  const { asked, keeper } = keep([answer(1)], null);
  await pass(1e6);
  keeper.wake();
  await pass(0);
  expect(asked()).toBe(1);
  keeper.wake(true);
  await pass(0);
  expect(asked()).toBe(2);
  keeper.stop();
});

test("nothing is read for a page that nobody sees, and at once when it is seen again", async () => {
  const { asked, seen, keeper } = keep([answer(1)]);
  await pass(0);
  seen.value = false;
  await pass(60_000);
  expect(asked()).toBe(1);
  seen.value = true;
  keeper.wake();
  await pass(0);
  expect(asked()).toBe(2);
  keeper.stop();
  await pass(60_000);
  expect(asked()).toBe(2);
});
