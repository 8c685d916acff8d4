"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { RANGES, zoomOf } from "@/_live/chart-span";
import type { Feed } from "@/_live/feed";
import type { Shown } from "@/_live/past-series";
import { joinStates, type PastStates, pastStatesOf } from "@/_live/past-states";
import type { StatePoint } from "@/_live/series";
import { useBegin, useChartView } from "./charts";
import type { PastState } from "./use-lines";

type States = { states: () => readonly StatePoint[]; past: PastState; cut: number | null };

/** The states of a topic for the span that the page shows; the last minutes are in the feed. */
export function useStates(feed: Feed, topic: string): States {
  const shown = useShown();
  const read = useMemo(
    () => (shown ? pastStatesOf(topic, JSON.parse(shown) as Shown, feed.backfilled.has(topic)) : null),
    [shown, topic, feed],
  );
  useEffect(() => read?.hold(), [read]);
  const kept = useSyncExternalStore(
    read?.store.subscribe ?? never,
    () => read?.store.read() ?? null,
    nothing,
  );
  const value: PastStates | null = kept?.value ?? null;
  return {
    states: () => joinStates(value, feed.logOf(topic)?.states ?? []),
    past: kept?.state ?? "ready",
    cut: value?.cut ?? null,
  };
}

const never = () => () => {};
const nothing = () => null;

/** What has to be read, written out so that it is the same while it says the same; null for the last minutes. */
function useShown(): string | null {
  const view = useChartView();
  const begin = useBegin();
  const zoom = zoomOf(view);
  if (zoom) return JSON.stringify(zoom);
  if (view.range === "5m") return null;
  const since = begin === null ? null : JSON.stringify({ since: begin });
  return view.range === "all" ? since : JSON.stringify({ moving: RANGES[view.range] });
}
