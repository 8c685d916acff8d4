/** "PGCOPY\n\377\r\n\0", no flags, no extension (PostgreSQL, COPY, "Binary Format"). */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TWO_32 = 2 ** 32;
/** PostgreSQL counts microseconds from 2000-01-01 UTC. */
const EPOCH = Date.UTC(2000, 0, 1);
const NULL = -1; // as a length
const CHUNK_BYTES = 32 * 1024;

/**
 * Rows in the binary format of COPY, written one value after another. Each row says how many values it has; then
 * come these, in the order of the columns.
 */
export class CopyRows {
  private buffer: Buffer = HEADER;
  private view = viewOf(HEADER);
  /** Where the next value goes. */
  private at = HEADER.length;

  /** Whether there is enough for `take` to be worth it. */
  get full(): boolean {
    return this.at >= CHUNK_BYTES;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.at);
    this.buffer = HEADER.subarray(0, 0);
    this.at = 0;
    return taken;
  }

  /** What is left, ended as COPY wants it. */
  end(): Buffer {
    this.row(-1);
    return this.take();
  }

  row(values: number): void {
    this.reserve(2);
    this.view.setInt16(this.at, values);
    this.at += 2;
  }

  int2(value: number): void {
    this.length(2);
    this.view.setInt16(this.at, value);
    this.at += 2;
  }

  /** Throws a RangeError where the database would: a view cuts off what does not fit. */
  int4(value: number): void {
    if ((value | 0) !== value) throw new RangeError(`no integer of four bytes: ${value}`);
    this.length(4);
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  /** A whole number that a double holds exactly; throws a RangeError for any other. */
  int8(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`no whole number: ${value}`);
    this.length(8);
    this.view.setInt32(this.at, Math.floor(value / TWO_32));
    this.view.setUint32(this.at + 4, value >>> 0);
    this.at += 8;
  }

  /** A time in whole milliseconds of Unix time. */
  timestamp(at: number): void {
    this.int8((at - EPOCH) * 1000);
  }

  float8(value: number | null): void {
    this.length(value === null ? NULL : 8);
    if (value === null) return;
    this.view.setFloat64(this.at, value);
    this.at += 8;
  }

  bool(value: boolean): void {
    this.length(1);
    this.view.setUint8(this.at, value ? 1 : 0);
    this.at += 1;
  }

  bytes(value: Uint8Array): void {
    this.length(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  text(value: string): void {
    this.reserve(4 + value.length * 3); // a unit of UTF-16 is three bytes of UTF-8 at most
    const length = this.buffer.write(value, this.at + 4, "utf8");
    this.view.setInt32(this.at, length);
    this.at += 4 + length;
  }

  private length(bytes: number): void {
    this.reserve(4 + Math.max(0, bytes));
    this.view.setInt32(this.at, bytes);
    this.at += 4;
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES + 1024, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
    this.view = viewOf(larger);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
