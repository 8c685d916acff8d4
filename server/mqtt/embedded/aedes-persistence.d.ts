/** Aedes's own memory store, without a callback layer. Its package has no types for this file's name. */
declare module "aedes-persistence/asyncPersistence.js" {
  type Qos = 0 | 1 | 2;
  type Subscription = { topic: string; qos: Qos; rh?: number; rap?: boolean; nl?: boolean };

  /** Only what Kitroom uses of it: the index of subscriptions. */
  export default class MemoryPersistence {
    addSubscriptions(client: { id: string }, subscriptions: readonly Subscription[]): Promise<void>;
    removeSubscriptions(client: { id: string }, filters: readonly string[]): Promise<void>;
    cleanSubscriptions(client: { id: string }): Promise<void>;
    subscriptionsByClient(client: { id: string }): Promise<Subscription[]>;
    /** Those of QoS 1 and 2 that match. */
    subscriptionsByTopic(topic: string): Promise<(Subscription & { clientId: string })[]>;
    countOffline(): Promise<{ subsCount: number; clientsCount: number }>;
    getClientList(filter: string): import("node:stream").Readable;
  }
}

declare module "aedes-persistence/abstract.js" {
  type TestContext = { plan(count: number): void; diagnostic(message: string): void; assert: object };

  /** The tests that every persistence has to pass. */
  export default function abstractTests(options: {
    test(name: string, run: (context: TestContext) => Promise<void>): void;
    persistence(): Promise<object>;
    testAsync: true;
  }): void;
}
