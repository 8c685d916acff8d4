import type { MqttStore, WillRow } from "../../sql/mqtt-store";

export type WillPacket = {
  topic: string;
  payload: Uint8Array | string;
  qos: 0 | 1 | 2;
  retain: boolean;
  clientId?: string;
  brokerId?: string;
};

/** The last wills of connected clients, written through, so that a crash of the server does not lose them. */
export class Wills {
  private readonly wills = new Map<string, WillPacket>();
  private left: readonly WillRow[] = [];

  constructor(private readonly store: MqttStore) {}

  load(rows: readonly WillRow[]): void {
    this.left = rows;
  }

  /** The wills of those who were connected when the server was killed; each is answered once. */
  takeLeft(): readonly WillRow[] {
    const left = this.left;
    this.left = [];
    return left;
  }

  async put(clientId: string, brokerId: string, packet: WillPacket): Promise<void> {
    this.wills.set(clientId, Object.assign(packet, { clientId, brokerId }));
    this.store.wills.put(rowOf(clientId, packet));
    await this.store.commit();
  }

  get(clientId: string): WillPacket | undefined {
    return this.wills.get(clientId);
  }

  /** Nobody waits for the row to go: Aedes would not survive an error here. */
  remove(clientId: string): WillPacket | undefined {
    const will = this.wills.get(clientId);
    if (will) this.removeRow(rowOf(clientId, will));
    this.wills.delete(clientId);
    return will;
  }

  removeRow(row: WillRow): void {
    this.store.wills.remove(row);
  }

  *all(): Iterable<WillPacket> {
    yield* this.wills.values();
  }
}

function rowOf(clientId: string, { topic, payload, qos, retain }: WillPacket): WillRow {
  return { clientId, topic, payload: Buffer.from(payload), qos, retain };
}
