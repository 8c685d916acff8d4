import { saysWhen } from "#server/contract/backfill";
import type { Message } from "#server/contract/shapes";
import { createCopies, missingFrom } from "./copies";
import { movedMoments } from "./moments";
import { createPace } from "./pace";
import { createRecent } from "./recent";
import { createListeners } from "./store";
import { createTopicLog, type TopicLog, type TopicView } from "./topic-log";

/** What a component sees of a feed: the same object until the next paint. */
export type FeedView = {
  /** The last messages of all its topics, oldest first. */
  recent: readonly Message[];
  topics: ReadonlyMap<string, TopicView>;
};

/**
 * The messages of one subscription, outside React. Every message is taken in at once; listeners are told at most
 * ten times a second.
 */
export type Feed = {
  /** Takes messages as they come from the socket. */
  add(messages: readonly Message[]): void;
  /** Takes messages that are kept, those of one time in their order; those already here are not taken twice. */
  merge(messages: readonly Message[]): void;
  /** Takes still older ones in the same way for the list of one who reads back, and lets that list grow by them. */
  extend(messages: readonly Message[]): void;
  read(): FeedView;
  subscribe(listener: () => void): () => void;
  /** The columns behind a topic, for a chart that paints by its own clock. */
  logOf(topic: string): TopicLog | null;
  /** Says which of its topics take readings from the past. */
  know(backfilled: readonly string[]): void;
  readonly backfilled: ReadonlySet<string>;
  /** How many readings from the past have come: whoever has read the past before lacks them. */
  readonly late: number;
  /** The time of the newest message, by the server's clock. */
  readonly lastAt: number | null;
  stop(): void;
};

export function createFeed(): Feed {
  const recent = createRecent();
  let backfilled: ReadonlySet<string> = new Set();
  const mayBeLate = ({ topic }: Message) => backfilled.has(topic);
  const owed = createCopies(mayBeLate);
  const logs = new Map<string, TopicLog>();
  const listeners = createListeners();
  let lastAt: number | null = null;
  let late = 0;
  let view: FeedView = { recent: [], topics: new Map() };

  function paint(): void {
    view = { recent: recent.all, topics: new Map([...logs].map(([topic, log]) => [topic, log.view])) };
    listeners.tell();
  }
  const pace = createPace(paint);

  function take(messages: readonly Message[]): void {
    for (const message of messages) {
      const log = logs.get(message.topic);
      if (log) log.add(message);
      else
        logs.set(
          message.topic,
          createTopicLog(message, () => ({ backfill: mayBeLate(message) })),
        );
      lastAt = Math.max(lastAt ?? 0, message.at);
    }
  }

  /** The last messages of a topic under another setting; it keeps its place among the topics. */
  function readAgain(topic: string): void {
    const [first, ...rest] = recent.all.filter((message) => message.topic === topic);
    if (!first) return;
    const log = createTopicLog(first, () => ({ backfill: mayBeLate(first) }));
    rest.forEach(log.add);
    logs.set(topic, log);
  }

  return {
    add: (messages) => {
      const fresh = messages.filter((message) => !owed.settle(message));
      if (fresh.length === 0) return;
      late += fresh.filter((message) => mayBeLate(message) && saysWhen(message.payload)).length;
      take(fresh);
      recent.add(fresh);
      pace.ask();
    },
    merge: (messages) => {
      const told = messages.filter((message) => message.at >= recent.cutAt);
      const before = recent.all;
      const missing = missingFrom(before, told);
      recent.merge(missing, told);
      const moved = movedMoments(before, recent.all).filter(([{ at }]) => at > recent.cutAt);
      if (missing.length + moved.length === 0) return;
      owed.expect(missing);
      take(missing);
      for (const [first, ...rest] of moved) logs.get(first.topic)?.reorder(first.at, [first, ...rest]);
      paint();
    },
    extend: (messages) => {
      recent.extend(missingFrom(recent.all, messages), messages);
      paint();
    },
    read: () => view,
    subscribe: listeners.add,
    logOf: (topic) => logs.get(topic) ?? null,
    know: (topics) => {
      const known = backfilled;
      backfilled = new Set(topics);
      const changed = [...logs.keys()].filter((topic) => known.has(topic) !== backfilled.has(topic));
      changed.forEach(readAgain);
      if (changed.length > 0) paint();
    },
    get backfilled() {
      return backfilled;
    },
    get late() {
      return late;
    },
    get lastAt() {
      return lastAt;
    },
    stop: pace.stop,
  };
}
