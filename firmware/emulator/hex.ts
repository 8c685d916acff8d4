/** Flash of an ATmega328P, in bytes. */
export const FLASH_BYTES = 0x8000;

const DATA = 0;
const END = 1;
/** Records that only tell where execution starts, or a base address of zero: compilers write them, flash needs none. */
const EXTENDED_SEGMENT = 2;
const START_SEGMENT = 3;
const EXTENDED_LINEAR = 4;
const START_LINEAR = 5;

/** The flash that a file in Intel's hex format describes, 0xFF where it says nothing. Throws on anything damaged. */
export function readHex(text: string): Uint8Array {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  for (const [index, line] of lines.entries()) {
    const record = readRecord(line, index + 1);
    if (record.type === END) return flash;
    place(record, flash, index + 1);
  }
  throw new Error("The hex file has no end record: a part of it is missing.");
}

type HexRecord = { type: number; address: number; data: Uint8Array };

function readRecord(line: string, number: number): HexRecord {
  if (!/^:([0-9A-F]{2}){5,}$/i.test(line)) throw new Error(`Line ${number} is no record of a hex file.`);
  const bytes = Uint8Array.from(line.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const [count = 0, high = 0, low = 0, type = 0] = bytes;
  if (bytes.length !== count + 5) throw new Error(`Line ${number} has another length than it says.`);
  if (bytes.reduce((sum, byte) => sum + byte, 0) & 0xff)
    throw new Error(`Line ${number} has a wrong checksum.`);
  return { type, address: (high << 8) | low, data: bytes.subarray(4, -1) };
}

function place({ type, address, data }: HexRecord, flash: Uint8Array, number: number): void {
  if (type === START_SEGMENT || type === START_LINEAR) return;
  if (type === EXTENDED_SEGMENT || type === EXTENDED_LINEAR) {
    if (data.every((byte) => byte === 0)) return;
    throw new Error(`Line ${number} lies outside of an Uno's flash.`);
  }
  if (type !== DATA) throw new Error(`Line ${number} is of an unknown type.`);
  if (address + data.length > flash.length) throw new Error(`Line ${number} lies outside of an Uno's flash.`);
  flash.set(data, address);
}
