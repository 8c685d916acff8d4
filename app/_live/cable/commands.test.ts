import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCommands } from "./commands";

let told: string[];
let commands: ReturnType<typeof createCommands>;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  commands = createCommands(
    (frame) => void told.push(new TextDecoder().decode(frame)),
    () => {},
  );
});
afterEach(() => {
  commands.clear();
  vi.useRealTimers();
});

const add = (...texts: string[]) => {
  for (const text of texts) commands.add(new TextEncoder().encode(text));
};

test("the next command waits for the answer to the one before", () => {
  add("a", "b");
  expect(told).toEqual(["a"]);
  commands.answered();
  expect(told).toEqual(["a", "b"]);
});

test("it goes after a while without one, and the late answer lets no other one go", () => {
  add("a", "b", "c");
  vi.advanceTimersByTime(250);
  expect(told).toEqual(["a", "b"]);
  commands.answered();
  expect(told).toEqual(["a", "b"]);
  commands.answered();
  expect(told).toEqual(["a", "b", "c"]);
});

test("an answer that was lost slows nothing that is sent after a rest", () => {
  add("a");
  vi.advanceTimersByTime(250);
  add("b", "c");
  commands.answered();
  expect(told).toEqual(["a", "b", "c"]);
});

test("a kit that began anew is told its last command again, and none is lost", () => {
  add("a", "b");
  commands.restarted();
  commands.answered();
  expect(told).toEqual(["a", "a", "b"]);
});

test("of too many the oldest go", () => {
  add(...Array.from({ length: 150 }, (_, index) => `${index}`));
  for (let index = 0; index < 150; index++) commands.answered();
  expect(told).toHaveLength(101);
  expect(told.at(-1)).toBe("149");
});
