import { Duplex } from "node:stream";

/** Two ends of a connection in memory: what is written to one is read from the other. */
export function memoryPair(): [Duplex, Duplex] {
  const [here, there] = [new End(), new End()];
  here.other = there;
  there.other = here;
  return [here, there];
}

type Callback = (error?: Error | null) => void;

class End extends Duplex {
  other: End | null = null;
  /** The other end's write that waits until this one reads again. */
  waiting: Callback | null = null;

  override _read(): void {
    const waiting = this.waiting;
    this.waiting = null;
    waiting?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Callback): void {
    this.send(chunk, done);
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: Callback): void {
    this.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Callback): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.other;
    this.other = null;
    if (other && !other.destroyed) setImmediate(() => other.destroy());
    done(error);
  }

  private send(chunk: Buffer, done: Callback): void {
    const other = this.other;
    if (!other || other.destroyed) done(new Error("the other end is closed"));
    else if (other.push(chunk)) done();
    else other.waiting = done;
  }
}
