"use client";

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { HttpMessage, Message } from "#server/contract/shapes";
import { matches } from "#server/contract/topic";
import { createFeed, type Feed, type FeedView } from "./feed";
import { type FeedSeed, feedOf } from "./feeds";
import type { FeedStatus } from "./keep-filled";
import { fromHttp } from "./message";
import { createPace } from "./pace";
import type { Store } from "./store";
import type { TopicView } from "./topic-log";

/** What the server knew when it drew the page. */
export type Seed = {
  messages: readonly HttpMessage[];
  /** When that was, by the server's clock. */
  at: number;
  /** From when on nothing was left out. */
  from: number;
  /** There is nothing older than these messages. */
  whole: boolean;
  /** The topics that take readings from the past. */
  backfilled: readonly string[];
};

export type LiveFeed = { feed: Feed; status: FeedStatus };

/**
 * Everything that matches a filter, live: begun with what the page was drawn with, subscribed while the component is
 * there, filled after a loss. It does not render for messages; `useTopicView` and its kin below do, each for its own.
 */
export function useFeed(filter: string, seed: Seed): LiveFeed {
  const [first] = useState(seed);
  const { feed, status, hold } = useMemo(() => openFeed(filter, first), [filter, first]);
  useEffect(hold, [hold]);
  useEffect(() => {
    const known = seedFor(filter, seed);
    feed.know(known.backfilled);
    feed.merge(known.messages);
  }, [feed, filter, seed]);
  return { feed, status: useStatus(status) };
}

/** The same with the whole view: renders at each paint, ten times a second at most. */
export function useFilter(filter: string, seed: Seed): LiveFeed & { view: FeedView } {
  const { feed, status } = useFeed(filter, seed);
  return { feed, status, view: useSyncExternalStore(feed.subscribe, feed.read, feed.read) };
}

/** The same for one topic. */
export const useTopic: (topic: string, seed: Seed) => LiveFeed & { view: FeedView } = useFilter;

/** The newest message of one topic of a feed, and what it says. */
export function useTopicView(feed: Feed, topic: string): TopicView | null {
  const read = useCallback(() => feed.read().topics.get(topic) ?? null, [feed, topic]);
  return useSyncExternalStore(feed.subscribe, read, read);
}

/** Whether a topic has said anything. */
export function useHasSpoken(feed: Feed, topic: string): boolean {
  const read = () => feed.read().topics.has(topic);
  return useSyncExternalStore(feed.subscribe, read, read);
}

/** The names of the topics that have said something, in the order of their first message. */
export function useTopicNames(feed: Feed): readonly string[] {
  const read = () => [...feed.read().topics.keys()].join("\n");
  const names = useSyncExternalStore(feed.subscribe, read, read);
  return useMemo(() => (names === "" ? [] : names.split("\n")), [names]);
}

/** The names of the numbers that a topic has given; the empty name is a payload that is a number itself. */
export function useFields(feed: Feed, topic: string): readonly string[] {
  const read = () => JSON.stringify([...(feed.logOf(topic)?.numbers.keys() ?? [])]);
  const fields = useSyncExternalStore(feed.subscribe, read, read);
  return useMemo(() => JSON.parse(fields) as string[], [fields]);
}

/** Whether a topic has said words or switches, which a strip can show. */
export function useHasStates(feed: Feed, topic: string): boolean {
  const read = () => (feed.logOf(topic)?.states.length ?? 0) > 0;
  return useSyncExternalStore(feed.subscribe, read, read);
}

/** A list is read by people: it need not change more often than this. */
const LIST_MS = 500;
/** One that is not on the screen is read by programs, such as those that speak. */
const UNSEEN_LIST_MS = 2000;

/** The last messages of a feed, oldest first, twice a second at most; less often while nobody sees them. */
export function useRecent(feed: Feed, seen: boolean): readonly Message[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const pace = createPace(listener, seen ? LIST_MS : UNSEEN_LIST_MS);
      const release = feed.subscribe(pace.ask);
      return () => {
        release();
        pace.stop();
      };
    },
    [feed, seen],
  );
  const read = useCallback(() => feed.read().recent, [feed]);
  return useSyncExternalStore(subscribe, read, read);
}

const OPENING: FeedStatus = { kind: "opening" };
const nothing = () => {};
const never = () => nothing;

function useStatus(status: Store<FeedStatus> | null): FeedStatus {
  return useSyncExternalStore(
    status?.subscribe ?? never,
    () => status?.read() ?? OPENING,
    () => OPENING,
  );
}

type OpenFeed = { feed: Feed; status: Store<FeedStatus> | null; hold: () => () => void };

/** On the server there is no socket: a feed of what was read, for one picture. */
function openFeed(filter: string, seed: Seed): OpenFeed {
  const known = seedFor(filter, seed);
  if (typeof window !== "undefined") return feedOf(filter, known);
  const feed = createFeed();
  feed.know(known.backfilled);
  feed.merge(known.messages);
  return { feed, status: null, hold: never };
}

function seedFor(filter: string, { messages, ...rest }: Seed): FeedSeed {
  return { ...rest, messages: messages.map(fromHttp).filter(({ topic }) => matches(filter, topic)) };
}
