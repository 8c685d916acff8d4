import { Readable } from "node:stream";
import type { MqttStore } from "../../sql/mqtt-store";
import { type Held, Incoming, type IncomingPacket } from "./incoming";
import { type Entry, type OutgoingLimits, type QueuedPacket, Queues } from "./queues";
import { Retained } from "./retained";
import { type Subscriber, type Subscription, Subscriptions } from "./subscriptions";
import { type WillPacket, Wills } from "./wills";

type ClientRef = { id: string };
type Numbered = { brokerId: string; brokerCounter: number };

/** What the persistence asks about a connected client before it keeps or hands out anything for it. */
export type Checks = {
  /** Whether this filter was granted: Aedes stores a SUBSCRIBE as a whole when one of its filters was. */
  granted(client: ClientRef, filter: string): boolean;
  mayReceive(client: ClientRef, topic: string): boolean;
  /** Whether this is the will of a connection that lasts: Aedes deletes the one taken over after it stored the new. */
  isAlive(client: ClientRef, will: object): boolean;
};

const GRANT_ALL: Checks = { granted: () => true, mayReceive: () => true, isAlive: () => false };

/**
 * What Aedes asks of a persistence (aedes-persistence's README), written through to PostgreSQL. The broker's own
 * steps do the work that has to be committed before an acknowledgement; the rest follows Aedes.
 */
export class Persistence {
  readonly retained: Retained;
  readonly queues: Queues;
  readonly incoming: Incoming;
  readonly wills: Wills;
  readonly subscriptions: Subscriptions;
  broker: { id: string } = { id: "" };
  checks = GRANT_ALL;
  /** The places in queues of a PUBLISH between its storing and its sending out. */
  private readonly entries = new WeakMap<object, readonly Entry[]>();

  constructor(
    readonly store: MqttStore,
    limits: OutgoingLimits,
  ) {
    this.retained = new Retained(store);
    this.queues = new Queues(store, limits);
    this.incoming = new Incoming(store);
    this.wills = new Wills(store);
    this.subscriptions = new Subscriptions(store);
  }

  async setup(broker: { id: string }): Promise<void> {
    this.broker = broker;
    const remembered = await this.store.load();
    this.retained.load(remembered.retained);
    this.queues.load(remembered.outgoing);
    this.incoming.load(remembered.incoming);
    this.wills.load(remembered.wills);
    await this.subscriptions.load(remembered.subscriptions);
  }

  /**
   * Puts a message into the queues of the persistent sessions that subscribe to its topic, each once and at the
   * lower of both QoS; `may` leaves out connected ones that lost the right. Answers how many took it.
   */
  async enqueue(packet: QueuedPacket, may: (clientId: string) => boolean): Promise<number> {
    if (this.subscriptions.none) return 0;
    const wanted = new Map<string, number>();
    for (const { clientId, qos } of await this.subscriptions.byTopic(packet.topic))
      wanted.set(clientId, Math.max(wanted.get(clientId) ?? 0, qos));
    const entries: Entry[] = [];
    for (const [clientId, qos] of wanted) {
      const entry =
        may(clientId) && this.queues.add(clientId, packet, Math.min(qos, packet.qos) === 2 ? 2 : 1);
      if (entry) entries.push(entry);
    }
    if (entries.length > 0) this.entries.set(packet, entries);
    return entries.length;
  }

  /** A message that was put into queues is sent out under this number. */
  sentOut(packet: object, number: Numbered): void {
    for (const entry of this.entries.get(packet) ?? []) this.queues.number(entry, number);
    this.entries.delete(packet);
  }

  /** Ends a session: its subscriptions, its queue, its half-finished QoS 2 messages. */
  async endSession(clientId: string): Promise<void> {
    this.queues.drop(clientId);
    this.incoming.forget(clientId);
    await this.subscriptions.clean({ id: clientId });
  }

  async storeRetained({ topic, payload, qos }: QueuedPacket): Promise<void> {
    this.retained.keep({ topic, payload: Buffer.from(payload), qos, at: Date.now(), kit: null });
    await this.store.commit();
  }

  createRetainedStream(filter: string): Readable {
    return this.retained.stream([filter]);
  }

  createRetainedStreamCombi(filters: readonly string[]): Readable {
    return this.retained.stream(filters);
  }

  async addSubscriptions(client: ClientRef, subscriptions: readonly Subscription[]): Promise<void> {
    await this.subscriptions.add(
      client,
      subscriptions.filter(({ topic }) => this.checks.granted(client, topic)),
    );
  }

  async removeSubscriptions(client: ClientRef, filters: readonly string[]): Promise<void> {
    await this.subscriptions.remove(client, filters);
  }

  async subscriptionsByClient(client: ClientRef): Promise<Subscription[]> {
    return this.subscriptions.byClient(client);
  }

  async subscriptionsByTopic(topic: string): Promise<Subscriber[]> {
    return this.subscriptions.byTopic(topic);
  }

  async countOffline() {
    return this.subscriptions.count();
  }

  getClientList(filter: string) {
    return this.subscriptions.clientsOf(filter);
  }

  async cleanSubscriptions(client: ClientRef): Promise<void> {
    this.queues.drop(client.id);
    await this.subscriptions.clean(client);
  }

  async outgoingEnqueue({ clientId }: { clientId: string }, packet: QueuedPacket): Promise<void> {
    this.queues.add(clientId, packet, packet.qos === 2 ? 2 : 1);
    await this.store.commit();
  }

  async outgoingEnqueueCombi(
    subscribers: readonly { clientId: string }[],
    packet: QueuedPacket,
  ): Promise<void> {
    for (const { clientId } of subscribers) this.queues.add(clientId, packet, packet.qos === 2 ? 2 : 1);
    await this.store.commit();
  }

  async outgoingUpdate({ id }: ClientRef, packet: QueuedPacket): Promise<void> {
    await this.queues.update(id, packet);
  }

  async outgoingClearMessageId({ id }: ClientRef, packet: { messageId?: number }) {
    return this.queues.clear(id, packet.messageId);
  }

  outgoingStream(client: ClientRef): Readable {
    return Readable.from(this.queues.waitingFor(client.id, (topic) => this.checks.mayReceive(client, topic)));
  }

  /** Only what the steps before have not held already: a message that was refused, or one of the server's own. */
  async incomingStorePacket({ id }: ClientRef, packet: IncomingPacket): Promise<void> {
    if (this.incoming.find(id, packet.messageId)?.source === packet) return;
    this.incoming.hold(id, packet, Promise.resolve(), false);
  }

  async incomingGetPacket({ id }: ClientRef, packet: { cmd?: string; messageId?: number }): Promise<object> {
    const held = this.incoming.get(id, packet);
    if (!held) throw new Error("no such packet");
    return held.packet;
  }

  async incomingDelPacket({ id }: ClientRef, packet: { messageId?: number }): Promise<void> {
    const held: Held | null = this.incoming.find(id, packet.messageId);
    if (!held) throw new Error("no such packet");
    await this.incoming.drop(held);
  }

  async cleanIncoming({ id }: ClientRef): Promise<void> {
    this.incoming.leave(id, true);
  }

  async putWill({ id }: ClientRef, packet: WillPacket): Promise<void> {
    await this.wills.put(id, this.broker.id, packet);
  }

  async getWill({ id }: ClientRef): Promise<WillPacket | undefined> {
    return this.wills.get(id);
  }

  async delWill({ id }: ClientRef): Promise<WillPacket | undefined> {
    const will = this.wills.get(id);
    return will && !this.checks.isAlive({ id }, will) ? this.wills.remove(id) : undefined;
  }

  /** The wills of brokers that are gone. Ours is not: a clock that jumps must not send the wills of the living. */
  streamWill(brokers?: Record<string, unknown>): Readable {
    const gone = ({ brokerId = "" }: WillPacket) =>
      brokerId !== this.broker.id && !(brokerId in (brokers ?? {}));
    return Readable.from([...this.wills.all()].filter((will) => !brokers || gone(will)));
  }

  async destroy(): Promise<void> {
    await this.store.close();
  }
}
