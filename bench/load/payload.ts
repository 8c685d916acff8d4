/**
 * A reading of 64 bytes of text that says which run, kit and message it is and when it was sent, all in fixed columns:
 * it is found in whatever frame a server puts around it, and read without parsing that frame.
 */
export const PAYLOAD_BYTES = 64;

const WORD = "kitroom:";
const RUN = 4;
const KIT = 4;
const SEQ = 8;
/** Microseconds since the machine started. */
const TIME = 13;

const KIT_AT = WORD.length + RUN;
const SEQ_AT = KIT_AT + KIT;
const TIME_AT = SEQ_AT + SEQ;

/** What readings of this run begin with; those of another run, still on their way, are not taken for them. */
export function markOf(run: number): Buffer {
  return Buffer.from(WORD + String(run).padStart(RUN, "0"));
}

/** A reading of this kit whose `seq` and time are still to be stamped. */
export function blankReading(run: number, kit: number): Buffer {
  const text = markOf(run).toString() + String(kit).padStart(KIT, "0");
  return Buffer.from(text.padEnd(PAYLOAD_BYTES, "."));
}

/** Writes number and time (milliseconds) into the reading that begins at `at`. */
export function stamp(buffer: Buffer, at: number, seq: number, time: number): void {
  writeDigits(buffer, at + SEQ_AT, SEQ, seq);
  writeDigits(buffer, at + TIME_AT, TIME, Math.round(time * 1000));
}

export function kitOf(buffer: Buffer, at: number): number {
  return readDigits(buffer, at + KIT_AT, KIT);
}

export function seqOf(buffer: Buffer, at: number): number {
  return readDigits(buffer, at + SEQ_AT, SEQ);
}

/** When it was sent, in milliseconds. */
export function timeOf(buffer: Buffer, at: number): number {
  return readDigits(buffer, at + TIME_AT, TIME) / 1000;
}

const ZERO = 0x30;

function writeDigits(buffer: Buffer, at: number, length: number, value: number): void {
  let rest = value;
  for (let index = at + length - 1; index >= at; index--) {
    buffer[index] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

function readDigits(buffer: Buffer, at: number, length: number): number {
  let value = 0;
  for (let index = at; index < at + length; index++) value = value * 10 + (buffer[index] ?? ZERO) - ZERO;
  return value;
}
