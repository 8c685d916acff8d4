/** The user name of a kit at the broker: `<class>.<kit>`. Neither slug has a dot. */
export type KitName = `${string}.${string}`;

/** What a kit may do: MQTT filters, and its pace. */
export type Grant = {
  publish: readonly string[];
  subscribe: readonly string[];
  /** Messages a second before the kit is slowed. */
  messagesPerSecond: number;
  /** Changes whenever everything given before has to end: another key, another kit of that name. */
  stamp: string;
};

/** The one place that decides about kits (authority/kits.ts); brokers that ask call it, brokers that keep a copy read it. */
export type Policy = {
  /** The kit's grant, or null where user name and password are not a kit's. `clientId` is for the log. */
  authenticate(who: { username: string; password: string; clientId: string }): Promise<Grant | null>;
  /** The grant of a kit as things are now, or null where it has none any more. */
  grantOf(kit: KitName): Promise<Grant | null>;
  kits(): AsyncIterable<{ kit: KitName; key: string; grant: Grant }>;
};
