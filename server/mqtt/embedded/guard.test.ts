import { once } from "node:events";
import { Duplex } from "node:stream";
import { expect, test, vi } from "vitest";
import { Guard } from "./guard";
import { memoryPair } from "./memory-stream";

const LIMITS = { stranger: 10, known: 1000, backlog: 100_000, packetsAtOnce: 3, requestsPerSecond: 10 };
const publish = (bytes: number) => Buffer.concat([Buffer.of(0x30, bytes), Buffer.alloc(bytes)]);

function open() {
  const [ours, theirs] = memoryPair();
  const guard = new Guard(ours, LIMITS);
  guard.on("error", () => {});
  return { guard, theirs };
}

test("a stranger's packet may have ten bytes, a known sender's more", async () => {
  const stranger = open();
  stranger.theirs.write(publish(11));
  await new Promise((resolve) => stranger.guard.once("close", resolve));
  const known = open();
  known.guard.admit();
  known.theirs.write(publish(11));
  await once(known.guard, "readable");
  expect(known.guard.read()).toEqual(publish(11));
});

test("a writer never waits, and a reader that does not read is closed", () => {
  const guard = new Guard(new Duplex({ read: () => {}, write: () => {} }), LIMITS);
  guard.on("error", () => {});
  let written = 0;
  while (!guard.destroyed) {
    expect(guard.write(Buffer.alloc(10_000))).toBe(true);
    written += 10_000;
  }
  expect(written).toBeGreaterThan(LIMITS.backlog);
  expect(guard.write(Buffer.alloc(1))).toBe(true);
});

test("what one turn of the event loop has to say arrives as one piece, the last words before closing too", async () => {
  const pieces: string[] = [];
  const note = (chunks: readonly { chunk: Buffer }[], done: () => void) => {
    pieces.push(Buffer.concat(chunks.map(({ chunk }) => chunk)).toString());
    done();
  };
  const transport = new Duplex({
    read: () => {},
    write: (chunk, _, done) => note([{ chunk }], done),
    writev: note,
  });
  const guard = new Guard(transport, LIMITS);
  for (const text of ["a", "b", "c"]) guard.write(text);
  await vi.waitFor(() => expect(pieces).toEqual(["abc"]));
  guard.write("by");
  guard.write("e");
  guard.destroy();
  expect(pieces).toEqual(["abc", "bye"]);
});

test("what came before an orderly end is still read", async () => {
  const { guard, theirs } = open();
  theirs.end(publish(5));
  await once(guard, "readable");
  const chunks: Buffer[] = [];
  for await (const chunk of guard) chunks.push(chunk as Buffer); // a stream of bytes
  expect(Buffer.concat(chunks)).toEqual(publish(5));
});

test("a broken connection takes the guard with it, and the other way round", async () => {
  const broken = open();
  broken.theirs.destroy();
  await once(broken.guard, "close");
  const closed = open();
  closed.guard.destroy();
  await once(closed.theirs, "close");
});

const pings = (count: number) => Buffer.alloc(2 * count, Uint8Array.of(0xc0, 0));

test("one read full of packets is handed over in portions, with a turn for others in between", async () => {
  const { guard, theirs } = open();
  const portions: number[] = [];
  guard.on("data", (chunk: Buffer) => portions.push(chunk.length));
  theirs.write(Buffer.concat(Array.from({ length: 8 }, () => publish(1))));
  await vi.waitFor(() => expect(portions).toEqual([9, 9, 6]));
});

test("a flood of requests waits at the guard, and messages do not count as such", async () => {
  const { guard, theirs } = open();
  let bytes = 0;
  guard.on("data", (chunk: Buffer) => (bytes += chunk.length));
  theirs.write(Buffer.concat(Array.from({ length: 200 }, () => publish(1))));
  await vi.waitFor(() => expect(bytes).toBe(600));
  theirs.write(pings(1000));
  await vi.waitFor(() => expect(bytes).toBeGreaterThanOrEqual(600 + 100)); // five seconds' worth at once
  // More turns than a guard that holds nothing back would need for all of them, three at a time.
  for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(bytes).toBeLessThan(600 + 150);
});
