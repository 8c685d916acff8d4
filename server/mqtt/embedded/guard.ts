import { Duplex } from "node:stream";
import { Framing } from "./framing";

export type GuardLimits = {
  /** Longest packet before the sender is known, and after; bytes. */
  stranger: number;
  known: number;
  /** Unsent bytes at which a reader is given up. */
  backlog: number;
};

/**
 * Stands between a connection and the broker. It looks at the length of each packet before the broker collects its
 * bytes, and it never tells the broker that a reader is slow: the broker would wait for that one with everybody's
 * messages. A reader with too many unsent bytes is closed instead.
 */
export class Guard extends Duplex {
  private readonly framing = new Framing();
  private limit: number;
  private keepAliveTimer: NodeJS.Timeout | null = null;
  private paused = false;
  private over = false;

  constructor(
    private readonly transport: Duplex,
    private readonly limits: GuardLimits,
  ) {
    super();
    this.limit = limits.stranger;
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

  /** The sender is known: packets may be as long as messages are. */
  admit(): void {
    this.limit = this.limits.known;
  }

  /**
   * Closes the connection when no packet comes for one and a half times this long (MQTT 3.1.1, 3.1.2.10). Time in
   * which we do not read, because the sender is slowed, does not count against it.
   */
  keepAlive(seconds: number): void {
    if (seconds <= 0) return;
    const check = () => {
      if (this.paused || this.over) this.keepAliveTimer?.refresh();
      else this.destroy(new Error("keep alive timeout"));
    };
    this.keepAliveTimer = setTimeout(check, seconds * 1500).unref();
  }

  override write(chunk: Buffer | string, encoding?: unknown): boolean {
    if (this.destroyed || !this.transport.writable) return true;
    if (typeof chunk === "string") this.transport.write(chunk, encodingOf(encoding));
    else this.transport.write(chunk);
    if (this.backlog > this.limits.backlog) this.destroy(new Error("the reader does not read"));
    return true;
  }

  override cork(): void {
    this.transport.cork();
  }

  override uncork(): void {
    this.transport.uncork();
  }

  override _read(): void {
    this.paused = false;
    this.transport.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.keepAliveTimer) clearTimeout(this.keepAliveTimer);
    this.transport.destroy();
    done(error);
  }

  private receive(chunk: Buffer): void {
    const before = this.framing.packets;
    try {
      this.framing.read(chunk, this.limit);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.framing.packets > before) this.keepAliveTimer?.refresh();
    if (this.push(chunk)) return;
    this.paused = true;
    this.transport.pause();
  }

  private finish(): void {
    this.over = true;
    this.push(null);
  }
}

function encodingOf(given: unknown): BufferEncoding {
  return typeof given === "string" && Buffer.isEncoding(given) ? given : "utf8";
}
