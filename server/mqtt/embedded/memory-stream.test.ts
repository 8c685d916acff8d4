import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryPair } from "./memory-stream";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Writes so many times each millisecond; answers what came out, and in how many chunks. */
async function write({ times, milliseconds }: { times: number; milliseconds: number }) {
  const [here, there] = memoryPair();
  const chunks: Buffer[] = [];
  there.on("data", (chunk: Buffer) => chunks.push(chunk));
  for (let ms = 0; ms < milliseconds; ms++) {
    for (let time = 0; time < times; time++) {
      here.write("x");
      await vi.advanceTimersByTimeAsync(0); // a turn of the event loop
    }
    await vi.advanceTimersByTimeAsync(1);
  }
  const soFar = chunks.length;
  await vi.advanceTimersByTimeAsync(10);
  return { chunks: soFar, bytes: Buffer.concat(chunks).length };
}

test("what is written in one turn arrives as one chunk, in its order", async () => {
  const [here, there] = memoryPair();
  const chunks: string[] = [];
  there.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  for (const word of ["a", "b", "c"]) here.write(word);
  await vi.advanceTimersByTimeAsync(0);
  expect(chunks).toEqual(["abc"]);
});

test("a group that comes together waits for nothing", async () => {
  expect(await write({ times: 15, milliseconds: 1 })).toEqual({ chunks: 15, bytes: 15 });
});

test("what comes faster for long is gathered into a chunk a millisecond, and nothing is left behind", async () => {
  const { chunks, bytes } = await write({ times: 10, milliseconds: 1000 });
  expect(chunks).toBeLessThan(1050);
  expect(bytes).toBe(10_000);
});
