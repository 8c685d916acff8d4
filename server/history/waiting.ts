import { type NewMessage, type NumberedMessage, SEQ_BLOCK } from "../sql/message-writer";

/** A message on its way into the database, and who waits for it; `until`, in milliseconds of Unix time. */
export type Entry = {
  readonly message: NumberedMessage;
  readonly until: number;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
};

/** What one transaction takes: messages, and bytes of their payloads. */
const BATCH = { messages: 5000, bytes: 4 * 1024 * 1024 };
/** What may be pending. Nobody waits for QoS 0, so a flood of it must not fill the place of those who are waited for. */
const MOST_PENDING = { messages: 50_000, bytes: 64 * 1024 * 1024 };
const SHARE_OF_QOS_0 = 0.5;
/** How long a message waits for a database that is away, in milliseconds, before its sender is told. */
const PATIENCE = 4000;
const UNNUMBERED = -1;

/** The messages that are accepted and not committed, in the order of arrival, bounded by number and by bytes. */
export class Waiting {
  private entries: Entry[] = [];
  private messages = 0;
  private bytes = 0;
  /** Those in line whose sender waits for its acknowledgement. */
  private awaited = 0;
  /** The numbers left of the block that the database handed out. */
  private next = 0;
  private end = 0;

  constructor(private readonly reserve: () => Promise<number>) {}

  /** Messages that are neither done nor have failed, those being written among them. */
  get pending(): number {
    return this.messages;
  }

  get any(): boolean {
    return this.entries.length > 0;
  }

  /** Messages that no batch has taken yet. */
  get inLine(): number {
    return this.entries.length;
  }

  /** Whether somebody waits for one of them: whoever sent QoS 0 does not (MQTT 3.1.1, 4.3.1). */
  get anyAwaited(): boolean {
    return this.awaited > 0;
  }

  isFullFor({ qos, payload }: NewMessage): boolean {
    const share = qos === 0 ? SHARE_OF_QOS_0 : 1;
    const { messages, bytes } = MOST_PENDING;
    return this.messages >= messages * share || this.bytes + payload.length > bytes * share;
  }

  add(message: NewMessage, done: () => void, fail: (error: unknown) => void): void {
    this.messages++;
    this.bytes += message.payload.length;
    if (message.qos > 0) this.awaited++;
    this.entries.push({ message: unnumbered(message), until: Date.now() + PATIENCE, done, fail });
  }

  /** Takes out the next batch. */
  take(): Entry[] {
    let count = 0;
    let bytes = 0;
    for (const { message } of this.entries) {
      if (count === BATCH.messages || bytes >= BATCH.bytes) break;
      bytes += message.payload.length;
      count++;
    }
    return this.outOfLine(this.entries.splice(0, count));
  }

  /** Takes out those who have waited too long. */
  takeLate(now: number): Entry[] {
    const late = this.entries.filter(({ until }) => until <= now);
    if (late.length > 0) this.entries = this.entries.filter(({ until }) => until > now);
    return this.outOfLine(late);
  }

  /** Gives each its number, once: it keeps it when it is written again. */
  async number(entries: readonly Entry[]): Promise<void> {
    for (const { message } of entries) {
      if (message.seq !== UNNUMBERED) continue;
      if (this.next === this.end) {
        this.next = await this.reserve();
        this.end = this.next + SEQ_BLOCK;
      }
      message.seq = this.next++;
    }
  }

  done(entry: Entry): void {
    this.leave(entry);
    entry.done();
  }

  fail(entry: Entry, error: unknown): void {
    this.leave(entry);
    entry.fail(error);
  }

  private outOfLine(entries: Entry[]): Entry[] {
    for (const { message } of entries) if (message.qos > 0) this.awaited--;
    return entries;
  }

  private leave({ message }: Entry): void {
    this.messages--;
    this.bytes -= message.payload.length;
  }
}

/** Written out: spreading the message costs more than all the rest of recording it. */
function unnumbered(message: NewMessage): NumberedMessage {
  const { topicId, at, payload, qos, retain, backfill = false, packet } = message;
  return { topicId, at, payload, qos, retain, backfill, packet, seq: UNNUMBERED };
}
