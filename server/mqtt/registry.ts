import { requireTopicParts } from "../contract/topic";
import { type KnownTopic, requireTopic } from "../sql/topic-registry";

const MOST_KEPT = 50_000;

/**
 * Topics by name, kept in memory so that a message costs no query. What the database says of a topic, its kit or
 * its class later on comes through `forget`.
 */
export type Registry = {
  /** The topic, if it is in memory: the way of nearly every message. */
  find(topic: string): KnownTopic | null;
  /** The topic, registered where the rules allow it; throws `bad-input`, `not-found` or `limit-reached`. */
  require(topic: string): Promise<KnownTopic>;
  /** Forgets what begins so: a topic, a kit's or a class's topics. Everything without an argument. */
  forget(prefix?: string): void;
};

export function openRegistry(load = requireTopic): Registry {
  const topics = new Map<string, KnownTopic>();
  const asked = new Map<string, Promise<KnownTopic>>();
  /** Raised by `forget`, so that an answer which was on its way meanwhile is not kept. */
  let generation = 0;

  async function ask(topic: string): Promise<KnownTopic> {
    const asOf = generation;
    const known = await load(requireTopicParts(topic));
    if (asOf === generation) {
      if (topics.size >= MOST_KEPT) topics.clear();
      topics.set(topic, known);
    }
    return known;
  }

  return {
    find: (topic) => topics.get(topic) ?? null,
    require: (topic) => {
      const known = topics.get(topic);
      if (known) return Promise.resolve(known);
      const under = asked.get(topic);
      if (under) return under;
      const asking = ask(topic).finally(() => asked.delete(topic));
      asked.set(topic, asking);
      return asking;
    },
    forget: (prefix = "") => {
      generation++;
      if (prefix === "") return topics.clear();
      for (const topic of topics.keys()) {
        if (topic === prefix || topic.startsWith(`${prefix}/`)) topics.delete(topic);
      }
    },
  };
}
