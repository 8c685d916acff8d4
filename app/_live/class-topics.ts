"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Reply } from "#server/contract/refusal";
import type { Page, Topic } from "#server/contract/shapes";
import { callApi } from "./api";
import type { Kept } from "./keep-read";
import { createKeptReads } from "./kept-reads";

/** Units and labels change seldom; what is said is in the feeds. */
const GOOD_FOR_MS = 60_000;

const reads = createKeptReads<readonly Topic[]>();

const NONE: Kept<readonly Topic[]> = { value: null, state: "waiting" };

/** All topics of a class that the reader may see, read while they are `wanted`. In the browser only. */
export function useClassTopics(className: string, wanted: boolean): Kept<readonly Topic[]> {
  const read = useMemo(
    () =>
      wanted ? reads(className, { ask: () => readTopics(className), goodFor: () => GOOD_FOR_MS }) : null,
    [className, wanted],
  );
  useEffect(() => read?.hold(), [read]);
  return useSyncExternalStore(
    read?.store.subscribe ?? never,
    () => read?.store.read() ?? NONE,
    () => NONE,
  );
}

const never = () => () => {};

async function readTopics(className: string): Promise<Reply<readonly Topic[]>> {
  const topics: Topic[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams({ limit: "1000", ...(cursor === "" ? {} : { cursor }) });
    const reply: Reply<Page<Topic>> = await callApi("GET", `/classes/${className}/topics?${query}`);
    if (!reply.ok) return reply;
    topics.push(...reply.value.items);
    cursor = reply.value.nextCursor;
  }
  return { ok: true, value: topics };
}
