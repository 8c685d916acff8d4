import type { Talk } from "./talk";

/**
 * Writes a sketch onto an Uno as the Arduino IDE does: STK500 version 1 (Atmel AVR061), of which Optiboot speaks what is
 * used here.
 */
const GET_SYNC = 0x30;
const ENTER = 0x50;
const LEAVE = 0x51;
const LOAD_ADDRESS = 0x55;
const WRITE_PAGE = 0x64;
const READ_PAGE = 0x74;
const READ_SIGNATURE = 0x75;
const END = 0x20;
const IN_SYNC = 0x14;
const OK = 0x10;
const FLASH = 0x46; // "F"

/** Of the ATmega328P: its signature, a page, and where its bootloader begins (data sheet, 31.5 and 32.3). */
const SIGNATURE = [0x1e, 0x95, 0x0f];
export const PAGE_BYTES = 128;
export const MOST_BYTES = 32_256;

/**
 * After its reset an Uno starts for 65 ms, Optiboot blinks for 375, and then listens, until it has heard nothing for a
 * second. What comes earlier may be heard by halves, and half a command is one it does not know: it gives up at once.
 */
const LISTENS_AFTER_MS = 500;
const SYNC_TRIES = 12;
const SYNC_WITHIN_MS = 150;
const QUIET_MS = 50;
const ANSWER_WITHIN_MS = 1_000;

/** Nobody answered; another chip did; or what was read back is not what was written. */
export type FlashTrouble = "no-answer" | "another-board" | "not-equal";

export class FlashError extends Error {
  constructor(readonly trouble: FlashTrouble) {
    super(trouble);
  }
}

/**
 * Writes a program, at most 32,256 bytes, to a board that was just reset, reads it back and starts it. `onProgress` is
 * told from 0 to 1. Throws FlashError.
 */
export async function writeProgram(
  talk: Talk,
  program: Uint8Array,
  onProgress: (done: number) => void,
): Promise<void> {
  if (program.length > MOST_BYTES)
    throw new RangeError(`a program of ${program.length} bytes is none for an Uno`);
  await synchronize(talk);
  const signature = await ask(talk, [READ_SIGNATURE], 3);
  if (SIGNATURE.some((byte, index) => signature[index] !== byte)) throw new FlashError("another-board");
  await ask(talk, [ENTER]);
  const pages = pagesOf(program);
  for (const [index, page] of pages.entries()) {
    await ask(talk, loadAddress(index));
    await ask(talk, [WRITE_PAGE, ...sizeOf(page), FLASH, ...page]);
    onProgress((index + 1) / pages.length / 2);
  }
  for (const [index, page] of pages.entries()) {
    await ask(talk, loadAddress(index));
    const found = await ask(talk, [READ_PAGE, ...sizeOf(page), FLASH], page.length);
    if (page.some((byte, at) => found[at] !== byte)) throw new FlashError("not-equal");
    onProgress(0.5 + (index + 1) / pages.length / 2);
  }
  await ask(talk, [LEAVE]);
}

async function synchronize(talk: Talk): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, LISTENS_AFTER_MS));
  for (let tries = 0; tries < SYNC_TRIES; tries++) {
    const answer = await talk.ask(Uint8Array.of(GET_SYNC, END), 2, SYNC_WITHIN_MS);
    const found = answer?.[0] === IN_SYNC && answer[1] === OK;
    // One that listened later answers all that was asked meanwhile.
    await talk.forget(QUIET_MS);
    if (found) return;
  }
  throw new FlashError("no-answer");
}

/** What stands between "in sync" and "OK". */
async function ask(talk: Talk, command: readonly number[], count = 0): Promise<Uint8Array> {
  const answer = await talk.ask(Uint8Array.of(...command, END), count + 2, ANSWER_WITHIN_MS);
  if (answer?.[0] !== IN_SYNC || answer[count + 1] !== OK) throw new FlashError("no-answer");
  return answer.subarray(1, count + 1);
}

/** Flash is addressed by words of two bytes. */
function loadAddress(page: number): number[] {
  const word = (page * PAGE_BYTES) / 2;
  return [LOAD_ADDRESS, word & 0xff, word >> 8];
}

const sizeOf = ({ length }: Uint8Array) => [length >> 8, length & 0xff];

/** Whole pages; what the program does not fill is as empty flash is. */
function pagesOf(program: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(program.length / PAGE_BYTES) }, (_, index) => {
    const page = new Uint8Array(PAGE_BYTES).fill(0xff);
    page.set(program.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES));
    return page;
  });
}
