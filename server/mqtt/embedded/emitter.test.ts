import { expect, test, vi } from "vitest";
import { Emitter } from "./emitter";

const heard = (name: string, into: string[]) => (packet: { topic: string }, done: () => void) => {
  into.push(`${name} ${packet.topic}`);
  done();
};

test("each subscriber of a filter that matches hears a message, and the sender when all have", () => {
  const emitter = new Emitter<{ topic: string }>();
  const said: string[] = [];
  const late: (() => void)[] = [];
  emitter.on("a/+", heard("one", said));
  emitter.on("a/b", heard("two", said));
  emitter.on("a/b", heard("three", said));
  emitter.on("#", (_, done) => late.push(done));
  const done = vi.fn();
  emitter.emit({ topic: "a/b" }, done);
  expect(said.toSorted()).toEqual(["one a/b", "three a/b", "two a/b"]);
  expect(done).not.toHaveBeenCalled();
  for (const end of late) end();
  expect(done).toHaveBeenCalledExactlyOnceWith();
});

test("a message for nobody is done at once", () => {
  const done = vi.fn();
  new Emitter<{ topic: string }>().emit({ topic: "a" }, done);
  expect(done).toHaveBeenCalledExactlyOnceWith();
});

test("who goes hears nothing more, and the others of the filter go on", async () => {
  const emitter = new Emitter<{ topic: string }>();
  const said: string[] = [];
  const [one, two] = [heard("one", said), heard("two", said)];
  emitter.on("a", one).on("a", two);
  await new Promise<void>((resolve) => emitter.removeListener("a", one, resolve));
  emitter.emit({ topic: "a" });
  emitter.removeListener("a", two).removeListener("a", two);
  emitter.emit({ topic: "a" });
  expect(said).toEqual(["two a"]);
});

test("who goes while a message is on its way takes nobody's with him", () => {
  const emitter = new Emitter<{ topic: string }>();
  const said: string[] = [];
  const leaving = (packet: { topic: string }, done: () => void) => {
    emitter.removeListener("a", leaving);
    heard("leaving", said)(packet, done);
  };
  emitter.on("a", leaving).on("a", heard("staying", said));
  emitter.emit({ topic: "a" });
  emitter.emit({ topic: "a" });
  expect(said).toEqual(["leaving a", "staying a", "staying a"]);
});

test("a closed broker says so", async () => {
  const emitter = new Emitter<{ topic: string }>();
  await new Promise<void>((resolve) => emitter.close(resolve));
  const done = vi.fn();
  emitter.emit({ topic: "a" }, done);
  expect(done).toHaveBeenCalledWith(expect.any(Error));
});
