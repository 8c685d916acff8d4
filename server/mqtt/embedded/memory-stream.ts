import { Duplex } from "node:stream";

/** Two ends of a connection in memory: what is written to one is read from the other. */
export function memoryPair(): [Duplex, Duplex] {
  const [here, there] = [new End(), new End()];
  here.other = there;
  there.other = here;
  return [here, there];
}

type Callback = (error?: Error | null) => void;

/** The least time between two chunks, in milliseconds: nobody feels it, and under load it saves most of them. */
const REST_MS = 2;

/**
 * What is written in one turn of the event loop arrives as one chunk, and what is written soon after a chunk waits for
 * what else comes: a reader pays for each chunk besides what it pays for each packet.
 */
class End extends Duplex {
  other: End | null = null;
  /** When the last chunk was handed over, by the clock of `performance`. */
  private last = 0;
  /** Written and not yet handed over. */
  private gathered: Buffer[] = [];
  /** The other end has enough until it reads again. */
  private full = false;
  /** The write that waits for that. */
  private waiting: Callback | null = null;

  override _read(): void {
    this.other?.goOn();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Callback): void {
    this.gather([chunk], done);
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: Callback): void {
    this.gather(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: Callback): void {
    this.handOver();
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.other;
    this.other = null;
    if (other && !other.destroyed) setImmediate(() => other.destroy());
    done(error);
  }

  private gather(chunks: readonly Buffer[], done: Callback): void {
    if (!this.other || this.other.destroyed) {
      done(new Error("the other end is closed"));
      return;
    }
    if (this.gathered.length === 0) this.handOverSoon();
    this.gathered.push(...chunks);
    if (this.full) this.waiting = done;
    else done();
  }

  private handOverSoon(): void {
    const wait = this.last + REST_MS - performance.now();
    if (wait < 1) setImmediate(() => this.handOver());
    else setTimeout(() => this.handOver(), wait);
  }

  private handOver(): void {
    this.last = performance.now();
    const [first, ...more] = this.gathered;
    this.gathered = [];
    if (!first || !this.other || this.other.destroyed) return;
    this.full = !this.other.push(more.length === 0 ? first : Buffer.concat([first, ...more]));
  }

  private goOn(): void {
    this.full = false;
    const waiting = this.waiting;
    this.waiting = null;
    waiting?.();
  }
}
