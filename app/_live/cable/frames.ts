/**
 * Frames on the cable, `@name value*HH\n` (firmware/README.md): readable in any serial monitor, found again after any
 * damage at the next '@', and everything else on the line is what the student's sketch printed.
 */
export type Frame = { name: string; value: Uint8Array<ArrayBuffer> };

/** What a line was: a frame, with text of the sketch before it perhaps; text alone; or damaged. */
export type Heard = { text: string | null; frame: Frame | null; damaged: boolean };

/** Longest line from the kit, in bytes. */
export const LONGEST_LINE = 1024;
/** Name and value together, as the kit's buffer holds them. */
export const LONGEST_TO_KIT = 96;

const AT = 0x40;
const STAR = 0x2a;
const PERCENT = 0x25;

const decode = new TextDecoder();
const decodeStrictly = new TextDecoder("utf-8", { fatal: true });
const encode = new TextEncoder();

/** A frame as it goes over the cable, its line end included. */
export function writeFrame(name: string, value: Uint8Array): Uint8Array<ArrayBuffer> {
  const inside = [...escaped(encode.encode(name)), 0x20, ...escaped(value)];
  const sum = hex(inside.reduce((before, byte) => before ^ byte, 0));
  return Uint8Array.of(AT, ...inside, STAR, ...encode.encode(`${sum}\n`));
}

/** What one line says; its line feed is off already. */
export function readLine(line: Uint8Array): Heard {
  const bytes = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  const at = bytes.indexOf(AT);
  if (at < 0) return { text: decode.decode(bytes), frame: null, damaged: false };
  const text = at > 0 ? decode.decode(bytes.subarray(0, at)) : null;
  const frame = readFrame(bytes.subarray(at + 1));
  return { text: frame ? text : null, frame, damaged: frame === null };
}

function readFrame(bytes: Uint8Array): Frame | null {
  const star = bytes.indexOf(STAR);
  if (star < 0 || star !== bytes.length - 3 || bytes.includes(AT)) return null;
  const inside = bytes.subarray(0, star);
  const sum = inside.reduce((before, byte) => before ^ byte, 0);
  if (decode.decode(bytes.subarray(star + 1)) !== hex(sum)) return null;
  const space = inside.indexOf(0x20);
  const name = unescaped(space < 0 ? inside : inside.subarray(0, space));
  const value = unescaped(space < 0 ? new Uint8Array() : inside.subarray(space + 1));
  if (!name || name.length === 0 || !value) return null;
  try {
    return { name: decodeStrictly.decode(name), value };
  } catch {
    return null; // no UTF-8, so no name of a stream
  }
}

const mustHide = (byte: number) =>
  byte === PERCENT || byte === AT || byte === STAR || byte < 0x20 || byte === 0x7f;

function* escaped(bytes: Uint8Array): Generator<number> {
  for (const byte of bytes) {
    if (mustHide(byte)) yield* encode.encode(`%${hex(byte)}`);
    else yield byte;
  }
}

/** Null where a '%' is followed by no two digits, or a byte stands bare that never does. */
function unescaped(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const plain: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte !== PERCENT) {
      if (mustHide(byte)) return null;
      plain.push(byte);
      continue;
    }
    const digits = decode.decode(bytes.subarray(index + 1, index + 3));
    if (!/^[0-9A-F]{2}$/.test(digits)) return null;
    plain.push(Number.parseInt(digits, 16));
    index += 2;
  }
  return Uint8Array.from(plain);
}

const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, "0");
