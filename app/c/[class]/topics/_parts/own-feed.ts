import type { FilledFeed } from "@/_live/use-feeds";

/** The feed of a page itself, and whether a topic comes with it. */
export type OwnFeed = FilledFeed & { has(topic: string): boolean };
