/** Hears of a frame: `kind` is its first byte; its content stands in `buffer` from `start` to `end`. */
export type Take = (kind: number, buffer: Buffer, start: number, end: number) => void;

/** Cuts a stream of bytes into frames, without copying those that arrive in one piece. */
abstract class Framing {
  protected start = 0;
  protected end = 0;
  private rest: Buffer | null = null;

  constructor(private readonly take: Take) {}

  read(chunk: Buffer): void {
    const buffer = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = 0;
    while (at < buffer.length && this.locate(buffer, at) && this.end <= buffer.length) {
      this.take(buffer[at] ?? 0, buffer, this.start, this.end);
      at = this.end;
    }
    this.rest = at < buffer.length ? buffer.subarray(at) : null;
  }

  /** Finds where the content of the frame at `at` begins and ends; false where its head is not complete yet. */
  protected abstract locate(buffer: Buffer, at: number): boolean;
}

/** MQTT's control packets (MQTT 3.1.1, 2.2): type and flags, length in seven bits a byte. */
export class MqttFraming extends Framing {
  protected locate(buffer: Buffer, at: number): boolean {
    let length = 0;
    for (let index = at + 1, factor = 1; index < buffer.length; index++, factor *= 128) {
      const byte = buffer[index] ?? 0;
      length += (byte & 127) * factor;
      if (byte < 128) {
        this.start = index + 1;
        this.end = this.start + length;
        return true;
      }
    }
    return false;
  }
}

/** Frames of a WebSocket as a server sends them, which are not masked (RFC 6455, 5.2). */
export class WebSocketFraming extends Framing {
  protected locate(buffer: Buffer, at: number): boolean {
    if (at + 2 > buffer.length) return false;
    const length = (buffer[at + 1] ?? 0) & 127;
    const head = length === 127 ? 10 : length === 126 ? 4 : 2;
    if (at + head > buffer.length) return false;
    this.start = at + head;
    this.end =
      this.start +
      (head === 2 ? length : head === 4 ? buffer.readUInt16BE(at + 2) : buffer.readUInt32BE(at + 6));
    return true;
  }
}
