"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import type { HttpMessage, Topic } from "#server/contract/shapes";
import { SHARED } from "#server/contract/topic";
import { readHistory } from "./history";
import { createLatest, type LatestMap, type LatestStore } from "./latest";
import { livePage, type PresenceMap } from "./live-page";
import { fromHttp } from "./message";
import { usePresenceMap } from "./use-presence";

export type ClassLive = {
  /** By topic: the newest message, and the course of its numbers. Objects stay the same until their topic speaks. */
  last: LatestMap;
  /** By `<class>/<kit>`: comings and goings since the page was drawn. */
  presence: PresenceMap;
};

/** Of so many messages the course is shown that numbers took before the page was opened. */
const COURSE_MESSAGES = 300;

/**
 * All of a class for its tiles, four paints a second at most: one subscription to `<class>/#`, or, where the class
 * keeps kits private, one for each kit that the reader may see and one for `shared`. `drawn` are the last messages and
 * the topics that the page was drawn with; `course` asks for those before them.
 */
export function useClassLive(
  className: string,
  kits: readonly string[],
  drawn: { messages: readonly HttpMessage[]; topics: readonly Pick<Topic, "topic" | "backfill">[] },
  { course = false } = {},
): ClassLive {
  const [latest] = useState(createLatest);
  const { messages, topics } = drawn;
  useEffect(() => {
    latest.know(topics.filter(({ backfill }) => backfill).map(({ topic }) => topic));
  }, [latest, topics]);
  const slugs = kits.join(" ");
  useEffect(
    () => followClass(className, slugs === "" ? [] : slugs.split(" "), latest),
    [className, slugs, latest],
  );
  useEffect(() => latest.take(messages.map(fromHttp)), [latest, messages]);
  useEffect(() => {
    if (course) void readCourse(className).then(latest.take);
  }, [latest, className, course]);
  useEffect(() => latest.stop, [latest]);
  return {
    last: useSyncExternalStore(latest.subscribe, latest.read, latest.read),
    presence: usePresenceMap(),
  };
}

/** Without an answer the course begins now. */
const readCourse = async (className: string) =>
  (await readHistory({ filter: `${className}/#`, limit: COURSE_MESSAGES })) ?? [];

function followClass(className: string, kits: readonly string[], latest: LatestStore): () => void {
  const { watches } = livePage();
  const releases: (() => void)[] = [];
  const follow = (filter: string, onRefused: () => void) => {
    releases.push(
      watches.watch(filter, {
        onOpen: latest.take,
        onMessages: latest.take,
        onGap: async (since) => latest.take((await readHistory({ filter, from: since })) ?? []),
        onLost: () => {},
        onEnd: ({ code }) => code === "not-allowed" && onRefused(),
      }),
    );
  };
  let apart = false;
  follow(`${className}/#`, () => {
    if (apart) return;
    apart = true;
    for (const kit of [...kits, SHARED]) follow(`${className}/${kit}/#`, () => {});
  });
  return () => {
    for (const release of releases) release();
  };
}
