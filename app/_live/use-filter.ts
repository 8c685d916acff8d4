"use client";

import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { HttpMessage } from "#server/contract/shapes";
import { matches } from "#server/contract/topic";
import { createFeed, type Feed, type FeedView } from "./feed";
import { type FeedSeed, feedOf } from "./feeds";
import type { FeedStatus } from "./keep-filled";
import { fromHttp } from "./message";
import type { Store } from "./store";

/** What the server knew when it drew the page: the last messages, and when that was by its clock. */
export type Seed = { messages: readonly HttpMessage[]; at: number };

export type LiveFilter = { view: FeedView; status: FeedStatus; feed: Feed };

/**
 * Everything that matches a filter (or is of a topic), live: begun with what the page was drawn with, subscribed
 * while the component is there, filled after a loss.
 */
export function useFilter(filter: string, seed: Seed): LiveFilter {
  const [first] = useState(seed);
  const { feed, status, hold } = useMemo(() => openFeed(filter, first), [filter, first]);
  const [drawn] = useState(feed.read);
  useEffect(hold, [hold]);
  useEffect(() => feed.merge(seedFor(filter, seed).messages), [feed, filter, seed]);
  return {
    feed,
    view: useSyncExternalStore(feed.subscribe, feed.read, () => drawn),
    status: useStatus(status),
  };
}

/** The same for one topic. */
export const useTopic: (topic: string, seed: Seed) => LiveFilter = useFilter;

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
  feed.merge(known.messages);
  return { feed, status: null, hold: never };
}

function seedFor(filter: string, { messages, at }: Seed): FeedSeed {
  return { messages: messages.map(fromHttp).filter(({ topic }) => matches(filter, topic)), at };
}
