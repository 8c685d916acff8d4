import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildOptiboot, hasOptiboot, startOptiboot } from "../../../firmware/bootloader-tests/optiboot";
import { programOf } from "./flash-board";
import { FlashError, MOST_BYTES, writeProgram } from "./stk500";
import { openTalk } from "./talk";

describe.skipIf(!hasOptiboot)("Arduino's own bootloader, in simavr", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kitroom-flash-"));
    buildOptiboot(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["03-both.hex", "05-many-sensors.hex"])("P52 takes %s, byte for byte", async (name) => {
    const kept = join(folder, `${name}.bin`);
    const board = startOptiboot(folder, kept);
    const talk = openTalk({
      readable: Readable.toWeb(board.stdout) as ReadableStream<Uint8Array>,
      writable: Writable.toWeb(board.stdin) as WritableStream<Uint8Array>,
    });
    const program = await programOf(readFileSync(resolve("firmware/images", name), "utf8"));
    const progress: number[] = [];
    await writeProgram(talk, program, (done) => progress.push(done));
    const ended = once(board, "exit");
    await talk.end();
    expect((await ended)[0]).toBe(0);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    const flash = readFileSync(kept);
    expect(flash.subarray(0, program.length).equals(program)).toBe(true);
    expect(
      flash.subarray(MOST_BYTES).some((byte) => byte !== 0xff),
      "the bootloader stays",
    ).toBe(true);
  });
});

/** A board that answers with these, one for each thing that it is asked. */
function answering(...answers: number[][]) {
  let give: ReadableStreamDefaultController<Uint8Array> | null = null;
  const readable = new ReadableStream<Uint8Array>({
    start: (controller) => {
      give = controller;
    },
  });
  const writable = new WritableStream<Uint8Array>({
    write: () => {
      const answer = answers.shift();
      if (answer) give?.enqueue(Uint8Array.from(answer));
    },
  });
  return openTalk({ readable, writable });
}

const write = (talk: ReturnType<typeof answering>) =>
  writeProgram(talk, Uint8Array.of(1, 2), () => {}).catch((error: unknown) =>
    error instanceof FlashError ? error.trouble : error,
  );

test("nobody answers", async () => {
  expect(await write(answering())).toBe("no-answer");
});

test("another chip is not written to", async () => {
  expect(await write(answering([0x14, 0x10], [0x14, 0x1e, 0x98, 0x01, 0x10]))).toBe("another-board");
});

test("what was read back is not what was written", async () => {
  const ok = [0x14, 0x10];
  const signature = [0x14, 0x1e, 0x95, 0x0f, 0x10];
  const page = [0x14, 1, 3, ...Array.from({ length: 126 }, () => 0xff), 0x10];
  expect(await write(answering(ok, signature, ok, ok, ok, ok, page))).toBe("not-equal");
});
