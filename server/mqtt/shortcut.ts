import { Duplex } from "node:stream";
import { Framing } from "./framing";
import { readingAt } from "./readings";

type Taker = (topic: string, payload: Buffer) => void;

/**
 * Stands between a broker and an MQTT client, and takes plain readings past the client's parser, which costs more than
 * all that is done with them. Everything else is the client's; and while it has not handled something, readings go
 * its way too, so that none overtakes what came before.
 */
export class Shortcut extends Duplex {
  private readonly framing = new Framing();
  /** Packets that the client has handled, of those that were handed on. */
  private handled = 0;

  constructor(
    private readonly transport: Duplex,
    private readonly takeReading: Taker,
  ) {
    super();
    transport.on("data", (chunk: Buffer) => this.receive(chunk));
    transport.on("end", () => this.push(null));
    transport.on("error", (error) => this.destroy(error));
    transport.on("close", () => this.destroy());
  }

  /** To be called for each packet that the client has begun to handle: from then on it can be overtaken no more. */
  readonly packetHandled = (): void => {
    this.handled++;
  };

  override _read(): void {
    this.transport.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.transport.write(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.transport.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.transport.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.transport.destroy();
    done(error);
  }

  private receive(chunk: Buffer): void {
    const begin = this.takeReadings(chunk);
    if (begin === chunk.length || this.destroyed) return;
    const rest = begin > 0 ? chunk.subarray(begin) : chunk;
    try {
      this.framing.read(rest, Number.POSITIVE_INFINITY);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (!this.push(rest)) this.transport.pause();
  }

  /** Answers where the client's part of the chunk begins. */
  private takeReadings(chunk: Buffer): number {
    let at = 0;
    if (!this.framing.isBetweenPackets || this.handled < this.framing.packets) return at;
    while (at < chunk.length && !this.destroyed) {
      const reading = readingAt(chunk, at, Number.POSITIVE_INFINITY, 0);
      if (!reading) break;
      this.takeReading(reading.topic, reading.payload);
      at = reading.end;
    }
    return at;
  }
}
