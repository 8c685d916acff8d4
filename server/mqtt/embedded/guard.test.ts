import { once } from "node:events";
import { Duplex } from "node:stream";
import { generate } from "mqtt-packet";
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
  known.guard.admit(() => false);
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

const reading = (payload: string, qos: 0 | 1 | 2 = 0) =>
  generate({ cmd: "publish", topic: "a", payload, qos, messageId: 1, retain: false, dup: false });

/** A guard whose broker reads as Aedes does, and has done with a packet when it is told so. */
function openAdmitted(takes: (payload: string) => boolean = () => true) {
  const { guard, theirs } = open();
  const taken: string[] = [];
  guard.admit(({ payload }) => takes(payload.toString()) && taken.push(payload.toString()) > 0);
  const parsed: Buffer[] = [];
  const done = () => {
    const chunk = guard.read();
    if (chunk) parsed.push(chunk);
  };
  guard.once("readable", done);
  theirs.write(pings(1));
  return { guard, theirs, taken, done, parsed: () => Buffer.concat(parsed) };
}

test("plain readings go past the parser, and not before it has done with what came before", async () => {
  const { theirs, taken, done, parsed } = openAdmitted();
  await vi.waitFor(() => expect(parsed()).toHaveLength(2));
  theirs.write(reading("1"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(taken).toEqual([]);
  done();
  done();
  theirs.write(Buffer.concat([reading("2"), reading("3"), reading("4", 2), reading("5")]));
  await vi.waitFor(() => expect(taken).toEqual(["2", "3"]));
  done();
  expect(parsed()).toEqual(Buffer.concat([pings(1), reading("1"), reading("4", 2), reading("5")]));
});

test("one read full of readings is taken in portions", async () => {
  const turns: string[][] = [];
  const { theirs, taken, done, parsed } = openAdmitted();
  await vi.waitFor(() => expect(parsed()).toHaveLength(2));
  done();
  theirs.write(Buffer.concat(Array.from({ length: 8 }, (_, index) => reading(String(index)))));
  while (taken.length < 8) {
    const before = taken.length;
    await new Promise((resolve) => setImmediate(resolve));
    if (taken.length > before) turns.push(taken.slice(before));
  }
  expect(turns.every((turn) => turn.length <= 3)).toBe(true);
  expect(taken).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
});

test("a reading that is not taken goes to the parser, and those behind it", async () => {
  const { theirs, taken, done, parsed } = openAdmitted((payload) => payload !== "2");
  await vi.waitFor(() => expect(parsed()).toHaveLength(2));
  done();
  theirs.write(Buffer.concat([reading("1"), reading("2"), reading("3")]));
  await vi.waitFor(() => expect(taken).toEqual(["1"]));
  done();
  expect(parsed()).toEqual(Buffer.concat([pings(1), reading("2"), reading("3")]));
});

test("while the parser is busy, nothing of a read in portions goes past it", async () => {
  const { theirs, taken, done, parsed } = openAdmitted();
  await vi.waitFor(() => expect(parsed()).toHaveLength(2));
  done();
  const all = Buffer.concat([
    reading("0", 2),
    ...Array.from({ length: 20 }, (_, index) => reading(`${index}`)),
  ]);
  theirs.write(all);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toEqual([]);
  done();
  await vi.waitFor(() => expect(parsed()).toEqual(Buffer.concat([pings(1), all])));
});
