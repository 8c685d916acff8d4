"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { pageBeat } from "@/_live/beat";
import { createStore } from "@/_live/store";

/** The frame of a live chart moves once a second; its lines move by themselves. */
const FRAME_MS = 1000;
/** The charts of a page move one after the other: five at once would be felt as a pause. */
const TURNS = 10;

let turn = 0;

/** The end of a live chart's span: `now()`, anew each second while the chart is seen. Null before the page runs. */
export function useChartClock(seen: boolean, now: () => number): number | null {
  // A store and not a state: what it changes is rendered within the beat, and not in a task and a picture of its own.
  const [end] = useState(() => createStore<number | null>(null));
  useEffect(() => {
    const tick = () => end.set(now());
    // Once in any case: its sentence is read by those for whom nothing is on the screen.
    tick();
    return seen ? eachSecond(tick) : undefined;
  }, [seen, now, end]);
  return useSyncExternalStore(end.subscribe, end.read, () => null);
}

/** With the page's beat, in a turn of its own. Answers its undo. */
function eachSecond(tick: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  turn = (turn + 1) % TURNS;
  const begin = () => {
    timer = setInterval(() => pageBeat.ask(tick), FRAME_MS);
  };
  const wait = setTimeout(begin, (turn / TURNS) * FRAME_MS);
  return () => {
    clearTimeout(wait);
    clearInterval(timer);
    pageBeat.cancel(tick);
  };
}
