import { Duplex } from "node:stream";
import { Framing } from "../framing";
import { type Reading, readingAt } from "../readings";
import { Pace } from "./pace";

export type GuardLimits = {
  /** Longest packet before the sender is known, and after; bytes. */
  stranger: number;
  known: number;
  /** Unsent bytes at which a reader is given up. */
  backlog: number;
  /** Packets handed to the broker in one turn of the event loop. */
  packetsAtOnce: number;
  /** Packets a second that carry no message and yet want an answer; a flood of them waits. */
  requestsPerSecond: number;
};

/** Takes a plain reading past the broker's parser; answers false where it has to go the usual way. */
export type TakeReading = (reading: Reading) => boolean;

/** So much is sent before the turn ends: a reader that keeps up must not look like one that does not. */
const GATHERED_BYTES = 64 * 1024;

/**
 * Stands between a connection and the broker. It looks at the length of each packet before the broker collects its
 * bytes, and it never tells the broker that a reader is slow: the broker would wait for that one with everybody's
 * messages. A reader with too many unsent bytes is closed instead. And it hands packets over in small portions: one
 * read of a socket may hold thousands (a PINGREQ has two bytes), and the broker would answer all of them before it
 * turned to anybody else.
 */
export class Guard extends Duplex {
  private readonly framing = new Framing();
  private limit: number;
  private keepAliveTimer: NodeJS.Timeout | null = null;
  private readonly pace: Pace;
  /** What was read from the transport and not handed over yet. */
  private rest: Buffer | null = null;
  /** The broker takes more. */
  private wanted = true;
  /** The next portion waits for its turn. */
  private turn = false;
  private over = false;
  private takeReading: TakeReading | null = null;
  /** The broker has asked for more and found nothing since something was handed over: it has read all of that. */
  private idle = false;
  /** Bytes that wait for the end of this turn of the event loop, to be sent together; null when there are none. */
  private gathered: number | null = null;

  constructor(
    private readonly transport: Duplex,
    private readonly limits: GuardLimits,
    /** Where the other end is; empty within this process. */
    readonly address = "",
  ) {
    super();
    this.limit = limits.stranger;
    this.pace = new Pace(limits.requestsPerSecond);
    transport.on("data", (chunk: Buffer) => this.receive(chunk));
    transport.on("end", () => this.finish());
    transport.on("error", (error) => this.destroy(error));
    // What came before an orderly end is still to be read, so only a broken connection takes it away.
    transport.on("close", () => this.over || this.destroy());
  }

  /** Bytes written and not yet sent. */
  get backlog(): number {
    return this.transport.writableLength;
  }

  /** The sender is known: packets may be as long as messages are, and readings may be taken at once. */
  admit(takeReading: TakeReading): void {
    this.limit = this.limits.known;
    this.takeReading = takeReading;
  }

  /**
   * Closes the connection when no packet comes for one and a half times this long (MQTT 3.1.1, 3.1.2.10). Time in
   * which we do not read, because the sender is slowed, does not count against it.
   */
  keepAlive(seconds: number): void {
    if (seconds <= 0) return;
    const check = () => {
      if (!this.wanted || this.turn || this.over) this.keepAliveTimer?.refresh();
      else this.destroy(new Error("keep alive timeout"));
    };
    this.keepAliveTimer = setTimeout(check, seconds * 1500).unref();
  }

  override write(chunk: Buffer | string, encoding?: unknown): boolean {
    if (this.destroyed || !this.transport.writable) return true;
    this.gather(chunk.length);
    if (typeof chunk === "string") this.transport.write(chunk, encodingOf(encoding));
    else this.transport.write(chunk);
    if (this.backlog > this.limits.backlog) this.destroy(new Error("the reader does not read"));
    return true;
  }

  /** Aedes corks each packet; here whatever one turn of the event loop has to say is one system call. */
  override cork(): void {}
  override uncork(): void {}

  private gather(bytes: number): void {
    if (this.gathered === null) {
      this.gathered = 0;
      this.transport.cork();
      setImmediate(() => this.flush());
    } else if (this.gathered > GATHERED_BYTES) {
      this.transport.uncork();
      this.transport.cork();
      this.gathered = 0;
    }
    this.gathered += bytes;
  }

  private flush(): void {
    if (this.gathered === null) return;
    this.gathered = null;
    this.transport.uncork();
  }

  /** A read that finds nothing is Aedes reading on; one of 0 bytes is Node's streams asking for more. */
  override read(size?: number): Buffer | null {
    const chunk: Buffer | null = super.read(size);
    if (size !== 0) this.idle = chunk === null;
    return chunk;
  }

  override _read(): void {
    this.wanted = true;
    this.goOn();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.keepAliveTimer) clearTimeout(this.keepAliveTimer);
    this.flush(); // a CONNACK that says no is still to arrive
    this.transport.destroy();
    done(error);
  }

  private receive(chunk: Buffer): void {
    this.rest = chunk;
    this.goOn();
    if (this.rest || this.turn || !this.wanted) this.transport.pause();
  }

  private goOn(): void {
    if (!this.wanted || this.turn || this.destroyed) return;
    if (this.rest) this.handOver(this.rest);
    else if (this.over) this.push(null);
    else this.transport.resume();
  }

  private handOver(chunk: Buffer): void {
    this.rest = null;
    const begin = this.takeReadings(chunk);
    if (begin > 0) this.keepAliveTimer?.refresh();
    if (begin < chunk.length) this.handOn(begin > 0 ? chunk.subarray(begin) : chunk);
    this.goOn();
  }

  /** Gives packets to the broker's parser, as many as one turn bears. */
  private handOn(chunk: Buffer): void {
    const { packets, requests } = this.framing;
    let length: number;
    try {
      length = this.framing.read(chunk, this.limit, this.limits.packetsAtOnce);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.framing.packets > packets) this.keepAliveTimer?.refresh();
    if (length < chunk.length) this.rest = chunk.subarray(length);
    this.takeTurn(this.framing.requests - requests);
    this.idle = false;
    this.wanted = this.push(chunk.subarray(0, length));
  }

  /**
   * Takes the plain readings that a chunk begins with, unless something before them waits. Answers where the part
   * for the broker's parser begins; what has to wait for the next turn is none.
   */
  private takeReadings(chunk: Buffer): number {
    let at = 0;
    if (!this.takeReading || !this.idle || !this.framing.isBetweenPackets) return at;
    for (let left = this.limits.packetsAtOnce; at < chunk.length && !this.destroyed; left--) {
      if (left === 0) {
        this.rest = chunk.subarray(at);
        this.takeTurn(0);
        return chunk.length;
      }
      const reading = readingAt(chunk, at, this.limit, 1);
      if (!reading || !this.takeReading(reading)) break;
      at = reading.end;
    }
    return at;
  }

  /** What comes next waits: until the others had their turn, or until these requests were due. */
  private takeTurn(requests: number): void {
    let wait = 0;
    for (let count = 0; count < requests; count++) wait = this.pace.take();
    if (!this.rest && wait === 0) return;
    this.turn = true;
    const come = () => {
      this.turn = false;
      this.goOn();
    };
    if (wait > 0) setTimeout(come, wait).unref();
    else setImmediate(come);
  }

  /** The sender has said all; what of it waits here is still handed over, in its turns. */
  private finish(): void {
    this.over = true;
    if (!this.rest && !this.turn) this.push(null);
  }
}

function encodingOf(given: unknown): BufferEncoding {
  return typeof given === "string" && Buffer.isEncoding(given) ? given : "utf8";
}
