import type { SerialPort } from "../cable/web-serial";
import { FlashError, writeProgram } from "./stk500";
import { openTalk } from "./talk";

const BAUD = 115_200;
/** How long the reset line is held, in milliseconds; it is the falling edge that counts. */
const RESET_MS = 250;

/** Resets the Uno on this port, which is closed, and writes a program onto it. Throws FlashError, and what opening throws. */
export async function flashBoard(
  port: SerialPort,
  program: Uint8Array,
  onProgress: (done: number) => void,
): Promise<void> {
  await port.open({ baudRate: BAUD, bufferSize: 4_096 });
  try {
    const { readable, writable } = port;
    if (!readable || !writable) throw new FlashError("no-answer");
    await port.setSignals({ dataTerminalReady: false, requestToSend: false });
    await new Promise((resolve) => setTimeout(resolve, RESET_MS));
    await port.setSignals({ dataTerminalReady: true, requestToSend: true });
    const talk = openTalk({ readable, writable });
    try {
      await writeProgram(talk, program, onProgress);
    } catch (error) {
      throw error instanceof FlashError ? error : new FlashError("no-answer"); // the cable was pulled out
    } finally {
      await talk.end();
    }
  } finally {
    await port.close().catch(() => {}); // the device may be gone
  }
}

/** What a hex file has, from the beginning of the flash to the last byte that is not empty. */
export async function programOf(hex: string): Promise<Uint8Array> {
  const { readHex } = await import("@kitroom/emulator"); // with the emulator, which few pages need
  const flash = readHex(hex);
  let end = flash.length;
  while (end > 0 && flash[end - 1] === 0xff) end -= 1;
  return flash.subarray(0, end);
}
