import { Duplex } from "node:stream";

/** Two ends of a connection in memory: what is written to one is read from the other. */
export function memoryPair(): [Duplex, Duplex] {
  const [here, there] = [new End(), new End()];
  here.other = there;
  there.other = here;
  return [here, there];
}

type Callback = (error?: Error | null) => void;

/**
 * How many chunks a millisecond are handed over in the long run, and how far they may be ahead of that, in
 * milliseconds: a school's readings go on at once, however they come in groups; under load most chunks are saved.
 */
const CHUNKS_PER_MS = 1;
const AHEAD_MS = 20;

/**
 * What is written in one turn of the event loop arrives as one chunk, and when chunks come faster than that pace,
 * what is written waits for what else comes: a reader pays for each chunk besides what it pays for each packet.
 */
class End extends Duplex {
  other: End | null = null;
  /** When all chunks are paid off, by the clock of `performance`. */
  private paid = 0;
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
    const wait = this.paid - AHEAD_MS - performance.now();
    if (wait < 1) setImmediate(() => this.handOver());
    else setTimeout(() => this.handOver(), wait);
  }

  private handOver(): void {
    this.paid = Math.max(this.paid, performance.now()) + 1 / CHUNKS_PER_MS;
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
