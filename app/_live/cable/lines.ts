import { LONGEST_LINE } from "./frames";

/** Cuts what comes over the cable into lines, without their line feeds. One that is too long is given up whole. */
export function createLines(onLine: (line: Uint8Array) => void, onTooLong: () => void) {
  let begun: number[] = [];
  let tooLong = false;
  const end = () => {
    if (tooLong) onTooLong();
    else onLine(Uint8Array.from(begun));
    begun = [];
    tooLong = false;
  };
  return {
    take: (bytes: Uint8Array) => {
      for (const byte of bytes) {
        if (byte === 0x0a) end();
        else if (begun.length < LONGEST_LINE) begun.push(byte);
        else tooLong = true;
      }
    },
  };
}
