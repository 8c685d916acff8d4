"use client";

import { useSyncExternalStore } from "react";
import { pageBeat } from "@/_live/beat";

const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function follow(listener: () => void) {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => pageBeat.ask(tick), 1_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time in milliseconds, anew each second, from one timer for the whole page; 0 before the page is hydrated. */
export function useNow(): number {
  return useSyncExternalStore(
    follow,
    () => now,
    () => 0,
  );
}
