"use client";

import { useEffect, useMemo } from "react";
import type { Topic } from "#server/contract/shapes";
import type { Feed } from "./feed";
import { feedOf, type KeptFeed } from "./feeds";
import { serverClock } from "./server-clock";

/** What a feed is begun with: the last minutes, read when it opens. */
const FILLED_MS = 5 * 60_000;

/** A feed, and from when on it has everything. */
export type FilledFeed = { feed: Feed; since: number };

/** Feeds of some more topics than the page's own, by topic, live while the component is there. In the browser only. */
export function useFeeds(
  topics: readonly Pick<Topic, "topic" | "backfill">[],
): ReadonlyMap<string, FilledFeed> {
  const key = JSON.stringify(topics.map(({ topic, backfill }) => [topic, backfill]));
  const kept = useMemo(() => {
    const now = serverClock.now();
    return (JSON.parse(key) as [string, boolean][]).map(([topic, backfill]) => ({
      ...feedOf(topic, {
        messages: [],
        at: now,
        from: now - FILLED_MS,
        backfilled: backfill ? [topic] : [],
      }),
      since: now - FILLED_MS,
    }));
  }, [key]);
  useEffect(() => {
    const releases = kept.map(({ hold }: KeptFeed) => hold());
    return () => {
      for (const release of releases) release();
    };
  }, [kept]);
  return useMemo(() => new Map(kept.map(({ filter, feed, since }) => [filter, { feed, since }])), [kept]);
}
