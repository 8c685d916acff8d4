import { Readable } from "node:stream";
import { log } from "../../log";
import type { MqttStore, RetainedRow } from "../../sql/mqtt-store";

/** The retained messages. Their payloads stay in the database; who published which is known here, for the quota. */
export class Retained {
  private readonly publishers = new Map<string, string | null>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly store: MqttStore) {}

  load(rows: readonly { topic: string; kit: string | null }[]): void {
    for (const { topic, kit } of rows) this.note(topic, kit);
  }

  /** How many retained messages would be this kit's if it published one to this topic. */
  countWith(topic: string, kit: string): number {
    return (this.counts.get(kit) ?? 0) + (this.publishers.get(topic) === kit ? 0 : 1);
  }

  /** Keeps a message as its topic's retained one; an empty payload drops that one (MQTT 3.1.1, 3.3.1.3). */
  keep(row: RetainedRow): void {
    if (row.payload.length === 0) {
      if (this.publishers.has(row.topic)) this.drop(row.topic);
      return;
    }
    this.note(row.topic, row.kit);
    this.store.retained.put(row);
  }

  /** Drops the retained messages of all topics that begin so. */
  dropUnder(beginning: string): void {
    for (const topic of [...this.publishers.keys()]) if (topic.startsWith(beginning)) this.drop(topic);
  }

  /** The retained messages for a subscriber, as packets; none when the database is away. */
  stream(filters: readonly string[]): Readable {
    return Readable.from(this.packets(filters));
  }

  private async *packets(filters: readonly string[]) {
    for (const { topic, payload, qos } of await this.find(filters))
      yield { cmd: "publish", topic, payload, qos, retain: true };
  }

  private async find(filters: readonly string[]): Promise<RetainedRow[]> {
    try {
      return await this.store.findRetained(filters);
    } catch (error) {
      log.warn("mqtt.retained-away", { reason: String(error) });
      return [];
    }
  }

  private drop(topic: string): void {
    this.count(this.publishers.get(topic) ?? null, -1);
    this.publishers.delete(topic);
    this.store.retained.remove({ topic, payload: new Uint8Array(), qos: 0, at: 0, kit: null });
  }

  private note(topic: string, kit: string | null): void {
    this.count(this.publishers.get(topic) ?? null, -1);
    this.publishers.set(topic, kit);
    this.count(kit, 1);
  }

  private count(kit: string | null, by: number): void {
    if (kit === null) return;
    const count = (this.counts.get(kit) ?? 0) + by;
    if (count > 0) this.counts.set(kit, count);
    else this.counts.delete(kit);
  }
}
