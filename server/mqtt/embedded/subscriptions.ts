import type { Readable } from "node:stream";
import MemoryPersistence from "aedes-persistence/asyncPersistence.js";
import type { MqttStore, SubscriptionRow } from "../../sql/mqtt-store";

type Qos = 0 | 1 | 2;
/** A subscription as Aedes hands it over. */
export type Subscription = { topic: string; qos: Qos; rh?: number; rap?: boolean; nl?: boolean };
export type Subscriber = Subscription & { clientId: string };
type Client = { id: string };

/** The subscriptions of persistent sessions: found by topic in memory, written through to the store. */
export class Subscriptions {
  /** Of Aedes's own memory store only this part is used. */
  private readonly index = new MemoryPersistence();
  /** Client ids of each kit that has sessions, in the order in which they came. */
  private readonly sessions = new Map<string, Set<string>>();

  constructor(private readonly store: MqttStore) {}

  /** Nobody has a persistent session: the usual state of a class of Arduinos. */
  get none(): boolean {
    return this.sessions.size === 0;
  }

  async load(rows: readonly SubscriptionRow[]): Promise<void> {
    for (const { clientId, filter, qos } of rows) {
      await this.index.addSubscriptions({ id: clientId }, [{ topic: filter, qos }]);
      this.of(kitOf(clientId)).add(clientId);
    }
  }

  async add(client: Client, subscriptions: readonly Subscription[]): Promise<void> {
    const known = new Map((await this.byClient(client)).map(({ topic, qos }) => [topic, qos]));
    await this.index.addSubscriptions(client, subscriptions);
    this.of(kitOf(client.id)).add(client.id);
    for (const { topic, qos } of subscriptions)
      if (known.get(topic) !== qos) this.store.subscriptions.put({ clientId: client.id, filter: topic, qos });
    await this.store.commit();
  }

  async remove(client: Client, filters: readonly string[]): Promise<void> {
    await this.index.removeSubscriptions(client, filters);
    for (const filter of filters) this.store.subscriptions.remove({ clientId: client.id, filter, qos: 0 });
    await this.store.commit();
  }

  /** Ends a session. Costs nothing where there was none. */
  async clean(client: Client): Promise<void> {
    const known = await this.byClient(client);
    await this.index.cleanSubscriptions(client);
    this.forget(client.id);
    for (const { topic, qos } of known)
      this.store.subscriptions.remove({ clientId: client.id, filter: topic, qos });
    if (known.length > 0) await this.store.commit();
  }

  byClient(client: Client): Promise<Subscription[]> {
    return this.index.subscriptionsByClient(client);
  }

  byTopic(topic: string): Promise<Subscriber[]> {
    return this.index.subscriptionsByTopic(topic);
  }

  count(): Promise<{ subsCount: number; clientsCount: number }> {
    return this.index.countOffline();
  }

  clientsOf(filter: string): Readable {
    return this.index.getClientList(filter);
  }

  /** The sessions of a kit, the longest known first. */
  sessionsOf(kit: string): string[] {
    return [...(this.sessions.get(kit) ?? [])];
  }

  private forget(clientId: string): void {
    const kit = kitOf(clientId);
    const mine = this.sessions.get(kit);
    mine?.delete(clientId);
    if (mine?.size === 0) this.sessions.delete(kit);
  }

  private of(kit: string): Set<string> {
    const mine = this.sessions.get(kit) ?? new Set<string>();
    this.sessions.set(kit, mine);
    return mine;
  }
}

/** The kit to whom a client id of ours belongs: `<class>.<kit>:<what the client called itself>`. */
export function kitOf(clientId: string): string {
  return clientId.slice(0, Math.max(0, clientId.indexOf(":")));
}
