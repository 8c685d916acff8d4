import type { Registry } from "../mqtt/registry";
import { follow, unfollow } from "../sql/subscriptions";
import { findKitFacts, findTopic } from "../sql/topic-registry";
import type { Topics } from "./parts";

/** What the sockets ask of topics, answered by the database, and by the registry where a topic may be new. */
export function topicsOf(registry: Registry): Topics {
  return {
    find: async (parts) => {
      const known = await findTopic(parts);
      return known && { id: known.id, facts: { class: parts.class, kind: parts.kind, kit: known.kit } };
    },
    require: (topic) => registry.require(topic),
    kitFacts: findKitFacts,
    remember: (actor, { class: className, path }) => follow(actor, className, path),
    forget: (actor, { class: className, path }) => unfollow(actor, className, path),
  };
}
