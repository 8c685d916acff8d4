import type { IncomingRow, MqttStore } from "../../sql/mqtt-store";

/** A PUBLISH of QoS 2, as far as telling it from another one goes. */
export type IncomingPacket = {
  messageId?: number | undefined;
  topic: string;
  payload: Uint8Array | string;
  retain: boolean;
  dup?: boolean;
};

/** A QoS 2 message between its PUBLISH and its PUBREL. */
export type Held = {
  row: IncomingRow;
  /** The PUBLISH that came, to know it again; and a copy of what it said, for Aedes. */
  source: object;
  packet: object;
  /** Whether its row is, or may be, in the database. */
  stored: boolean;
  /** Settles when it is known whether the message was accepted. */
  decided: Promise<unknown>;
  /** When it may be forgotten, in milliseconds of Unix time; null while its connection lasts. */
  until: number | null;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The QoS 2 messages whose PUBREL has not come: what makes a re-sent PUBLISH no second message (MQTT 3.1.1, 4.3.3).
 * They outlive the connection and a crash, for a day where the session does, else for an hour: some client
 * libraries send again what was in flight although they asked for a clean session.
 */
export class Incoming {
  private readonly held = new Map<string, Map<number, Held>>();
  /** PUBLISH packets that were found to be repetitions. */
  private readonly repeats = new WeakSet<object>();

  constructor(
    private readonly store: MqttStore,
    private readonly now: () => number = Date.now,
  ) {}

  load(rows: readonly IncomingRow[]): void {
    const until = this.now() + DAY;
    for (const row of rows)
      this.of(row.clientId).set(row.messageId, {
        row,
        source: row,
        packet: packetOf(row),
        stored: true,
        decided: Promise.resolve(),
        until,
      });
  }

  /**
   * The message that this PUBLISH repeats: same client, identifier and content, and either marked as sent again
   * or left by an earlier connection (MQTT.js does not set DUP, against MQTT 3.1.1, 3.3.1-1).
   */
  findRepeated(clientId: string, packet: IncomingPacket): Held | null {
    const held = this.find(clientId, packet.messageId);
    if (!held || !(packet.dup || held.until !== null)) return null;
    const { topic, payload, retain } = held.row;
    const same =
      topic === packet.topic && retain === packet.retain && Buffer.from(packet.payload).equals(payload);
    return same ? held : null;
  }

  /** Marks a PUBLISH as a repetition: it is answered with PUBREC and nothing else. */
  repeat(packet: object, held: Held): void {
    held.until = null;
    this.repeats.add(packet);
  }

  /** Holds a message from its PUBLISH on; `stored`: its row is made together with the message. */
  hold(clientId: string, packet: IncomingPacket, decided: Promise<unknown>, stored: boolean): Held {
    const { topic, retain, messageId = 0 } = packet;
    const row = {
      clientId,
      messageId,
      topic,
      payload: Buffer.from(packet.payload),
      retain,
      forwarded: false,
    };
    const held: Held = { row, source: packet, packet: packetOf(row), stored, decided, until: null };
    this.of(clientId).set(messageId, held);
    return held;
  }

  /** It is where it belongs. Written, in the same commit, where that changed queues or retained messages. */
  forwarded(held: Held, changed: boolean): void {
    held.row.forwarded = true;
    if (held.stored && changed) this.store.incoming.put(held.row);
  }

  /** What Aedes asks before it publishes or releases: the message under this identifier, if it need not be published. */
  get(clientId: string, packet: { cmd?: string; messageId?: number | undefined }): Held | null {
    const held = this.find(clientId, packet.messageId);
    if (packet.cmd === "publish" && !this.repeats.has(packet)) return null;
    if (packet.cmd === undefined && held?.until !== null) return null;
    return held;
  }

  find(clientId: string, messageId: number | undefined): Held | null {
    return this.held.get(clientId)?.get(messageId ?? -1) ?? null;
  }

  /** Forgets a message: released, or refused. Resolves when its row is gone for good. */
  async drop(held: Held): Promise<void> {
    const { clientId, messageId } = held.row;
    const mine = this.held.get(clientId);
    if (mine?.get(messageId) === held) mine.delete(messageId);
    if (mine?.size === 0) this.held.delete(clientId);
    if (!held.stored) return;
    this.store.incoming.remove(held.row);
    await this.store.commit();
  }

  /** The connection has ended; a message that nobody stored ends with a clean session. */
  leave(clientId: string, clean: boolean): void {
    for (const held of this.held.get(clientId)?.values() ?? []) {
      if (clean && !held.stored) this.of(clientId).delete(held.row.messageId);
      held.until ??= this.now() + (clean ? HOUR : DAY);
    }
  }

  /** The client is gone for good. */
  forget(clientId: string): void {
    for (const { row } of this.held.get(clientId)?.values() ?? []) this.store.incoming.remove(row);
    this.held.delete(clientId);
  }

  /** Forgets what is too old to be sent again. */
  sweep(): void {
    const now = this.now();
    for (const [clientId, mine] of this.held) {
      for (const [messageId, { until, row }] of mine) {
        if (until === null || until > now) continue;
        mine.delete(messageId);
        this.store.incoming.remove(row);
      }
      if (mine.size === 0) this.held.delete(clientId);
    }
  }

  clientIds(): Iterable<string> {
    return this.held.keys();
  }

  private of(clientId: string): Map<number, Held> {
    const mine = this.held.get(clientId) ?? new Map<number, Held>();
    this.held.set(clientId, mine);
    return mine;
  }
}

function packetOf({ topic, payload, retain, messageId }: IncomingRow): object {
  return { cmd: "publish", topic, payload, qos: 2, retain, dup: false, messageId };
}
