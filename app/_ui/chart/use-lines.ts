"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { findBeginning } from "@/_live/beginning";
import { RANGES, zoomOf } from "@/_live/chart-span";
import type { Kept } from "@/_live/keep-read";
import { pastOf } from "@/_live/past-series";
import { serverClock } from "@/_live/server-clock";
import { useBegin, useCharts, useChartView } from "./charts";
import { type DrawnNumber, drawnLine, isLacking, seriesIn } from "./drawn-line";
import type { Line } from "./lines";

/** How it stands with the past of a chart: that of the line which is worst off. */
export type PastState = Kept<unknown>["state"];

const ORDER: readonly PastState[] = ["refused", "away", "waiting", "ready"];
/** How often is looked whether the feed has what the past does not have. */
const LOOK_MS = 5000;

/** The lines of some numbers, for the span that the page shows; `numbers` must stay the same array while they do. */
export function useLines(numbers: readonly DrawnNumber[]): { lines: readonly Line[]; past: PastState } {
  const reads = usePasts(numbers);
  const past = useSyncExternalStore(
    (listener) => {
      const releases = reads.map(({ store }) => store.subscribe(listener));
      return () => {
        for (const release of releases) release();
      };
    },
    () => worst(reads.map(({ store }) => store.read().state)),
    () => "ready" as const,
  );
  useRenewed(numbers, reads);
  const lines = useMemo(
    () =>
      numbers.map((number, index) =>
        drawnLine(
          number,
          () => reads[index]?.store.read().value ?? null,
          serverClock.now,
          reads.length === 0,
        ),
      ),
    [numbers, reads],
  );
  return { lines, past };
}

type Read = ReturnType<typeof pastOf>;

const NONE: readonly Read[] = [];

/** The reads of the past, held while the chart is there; none for the last minutes, which the feed has. */
function usePasts(numbers: readonly DrawnNumber[]): readonly Read[] {
  const view = useChartView();
  const { begin } = useCharts();
  const all = useBegin();
  const zoom = zoomOf(view);
  const { from, to } = zoom ?? {};
  const range = zoom || view.range === "5m" ? null : view.range;
  useEffect(() => {
    if (range !== "all") return;
    const stop = new AbortController();
    for (const number of numbers)
      void findBeginning(number, stop.signal).then((at) => {
        if (at !== null && !stop.signal.aborted) begin.set(Math.min(begin.read() ?? at, at));
      });
    return () => stop.abort();
  }, [range, numbers, begin]);
  const reads = useMemo(() => {
    if (from !== undefined && to !== undefined) return numbers.map((number) => pastOf(number, { from, to }));
    if (range === null) return NONE;
    if (range !== "all") return numbers.map((number) => pastOf(number, { moving: RANGES[range] }));
    return all === null ? NONE : numbers.map((number) => pastOf(number, { since: all }));
  }, [numbers, from, to, range, all]);
  useEffect(() => {
    const releases = reads.map((read) => read.hold());
    return () => {
      for (const release of releases) release();
    };
  }, [reads]);
  return reads;
}

/** Reads the past anew when it lacks what has come late, or what the feed has let go of. */
function useRenewed(numbers: readonly DrawnNumber[], reads: readonly Read[]): void {
  useEffect(() => {
    if (reads.length === 0) return;
    const late = numbers.map(({ feed }) => feed.late);
    const timer = setInterval(() => {
      numbers.forEach((number, index) => {
        const read = reads[index];
        const past = read?.store.read().value;
        if (!read || !past) return;
        const came = number.feed.late !== late[index];
        late[index] = number.feed.late;
        if (came || isLacking(seriesIn(number), past)) read.renew();
      });
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [numbers, reads]);
}

function worst(states: readonly PastState[]): PastState {
  return ORDER.find((state) => states.includes(state)) ?? "ready";
}
