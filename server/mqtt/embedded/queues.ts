import type { MqttStore, OutgoingRow } from "../../sql/mqtt-store";

export type OutgoingLimits = { messages: number; bytes: number };

/** A packet of Aedes, as far as a queue looks at it. */
export type QueuedPacket = {
  cmd?: string;
  brokerId?: string;
  brokerCounter?: number;
  messageId?: number | undefined;
  topic: string;
  payload: Uint8Array | string;
  qos: 0 | 1 | 2;
  retain: boolean;
  dup?: boolean;
};

/** A message in the queue of one session. Its packet gets the broker's number when it is sent out. */
export type Entry = { readonly row: OutgoingRow; packet: QueuedPacket; number?: string };

/**
 * The messages that persistent sessions have not acknowledged, each written through to the store. Identifiers of
 * QoS 1 packets are not kept: after a crash such a message is sent again under a new one, which QoS 1 allows.
 */
export class Queues {
  private readonly queues = new Map<string, Queue>();
  private last = 0;

  constructor(
    private readonly store: MqttStore,
    private readonly limits: OutgoingLimits,
  ) {}

  load(rows: readonly OutgoingRow[]): void {
    for (const row of rows) {
      this.last = Math.max(this.last, row.position);
      const packet = row.released ? pubrel(row) : packetOf(row, {});
      this.of(row.clientId).add({ row, packet });
    }
  }

  /** Puts a message at the end of a session's queue, or answers null where that is full. */
  add(clientId: string, original: QueuedPacket, qos: 1 | 2): Entry | null {
    const queue = this.of(clientId);
    if (queue.entries.size >= this.limits.messages || queue.bytes >= this.limits.bytes) return null;
    const position = ++this.last;
    const { topic, retain } = original;
    const payload = Buffer.from(original.payload);
    const row: OutgoingRow = {
      clientId,
      position,
      messageId: null,
      released: false,
      topic,
      payload,
      qos,
      retain,
    };
    const entry: Entry = { row, packet: packetOf(row, original) };
    queue.add(entry);
    this.store.outgoing.put(row);
    return entry;
  }

  /** Gives a queued message the number under which the broker sends it now. */
  number(entry: Entry, { brokerId, brokerCounter }: { brokerId: string; brokerCounter: number }): void {
    Object.assign(entry.packet, { brokerId, brokerCounter });
    this.queues.get(entry.row.clientId)?.number(entry);
  }

  /** A message got its packet identifier, or a PUBREL takes its place. QoS 2 must remember that over a crash. */
  async update(clientId: string, packet: QueuedPacket): Promise<void> {
    const queue = this.queues.get(clientId);
    const entry = queue?.byNumber.get(numberOf(packet)) ?? queue?.byMessageId.get(packet.messageId ?? -1);
    if (!queue || !entry) return; // it did not fit into the queue, or has been acknowledged meanwhile
    if (packet.cmd === "pubrel") entry.packet = packet;
    else entry.packet.messageId = packet.messageId;
    if (packet.messageId !== undefined) queue.byMessageId.set(packet.messageId, entry);
    if (entry.row.qos < 2) return;
    Object.assign(entry.row, { messageId: packet.messageId ?? null, released: packet.cmd === "pubrel" });
    this.store.outgoing.put(entry.row);
    await this.store.commit();
  }

  /** Takes out what was acknowledged under this packet identifier, and answers it. */
  clear(clientId: string, messageId: number | undefined): QueuedPacket | undefined {
    const queue = this.queues.get(clientId);
    const entry = messageId === undefined ? undefined : queue?.byMessageId.get(messageId);
    if (!queue || !entry) return undefined;
    this.remove(queue, entry);
    return entry.packet;
  }

  /** What waits for this session, in order; what it may no longer receive is taken out. */
  waitingFor(clientId: string, mayReceive: (topic: string) => boolean): QueuedPacket[] {
    const queue = this.queues.get(clientId);
    if (!queue) return [];
    for (const entry of [...queue.entries.values()])
      if (!entry.row.released && !mayReceive(entry.row.topic)) this.remove(queue, entry);
    return [...queue.entries.values()].map(({ packet }) => packet);
  }

  drop(clientId: string): void {
    for (const { row } of this.queues.get(clientId)?.entries.values() ?? []) this.store.outgoing.remove(row);
    this.queues.delete(clientId);
  }

  private remove(queue: Queue, entry: Entry): void {
    queue.remove(entry);
    this.store.outgoing.remove(entry.row);
    if (queue.entries.size === 0) this.queues.delete(entry.row.clientId);
  }

  private of(clientId: string): Queue {
    const queue = this.queues.get(clientId) ?? new Queue();
    this.queues.set(clientId, queue);
    return queue;
  }
}

class Queue {
  readonly entries = new Map<number, Entry>();
  readonly byNumber = new Map<string, Entry>();
  readonly byMessageId = new Map<number, Entry>();
  bytes = 0;

  add(entry: Entry): void {
    this.entries.set(entry.row.position, entry);
    this.bytes += entry.row.payload.length;
    this.number(entry);
    if (entry.packet.messageId !== undefined) this.byMessageId.set(entry.packet.messageId, entry);
  }

  number(entry: Entry): void {
    if (entry.number !== undefined) this.byNumber.delete(entry.number);
    entry.number = numberOf(entry.packet);
    this.byNumber.set(entry.number, entry);
  }

  remove(entry: Entry): void {
    this.entries.delete(entry.row.position);
    this.bytes -= entry.row.payload.length;
    if (entry.number !== undefined) this.byNumber.delete(entry.number);
    const { messageId } = entry.packet;
    if (messageId !== undefined && this.byMessageId.get(messageId) === entry)
      this.byMessageId.delete(messageId);
  }
}

/** Until it is sent out, a message has its place in the queue for a number. */
function packetOf(
  row: OutgoingRow,
  { payload, brokerId, brokerCounter }: Partial<QueuedPacket>,
): QueuedPacket {
  return {
    cmd: "publish",
    brokerId: brokerId ?? "queue",
    brokerCounter: brokerCounter ?? row.position,
    topic: row.topic,
    payload: typeof payload === "string" ? payload : row.payload,
    qos: row.qos,
    retain: row.retain,
    dup: false,
    messageId: row.messageId ?? undefined,
  };
}

function pubrel(row: OutgoingRow): QueuedPacket {
  const { topic, payload, qos, retain } = row;
  return { cmd: "pubrel", messageId: row.messageId ?? 0, topic, payload, qos, retain };
}

function numberOf({ brokerId, brokerCounter }: QueuedPacket): string {
  return `${brokerId} ${brokerCounter}`;
}
