import type { StatePoint } from "@/_live/series";

/** A stretch of time within one state; shares of the strip's width, 0 to 1. */
export type StateSpan = { from: number; text: string; left: number; width: number };

/** The states of a span of time as stretches: equal neighbours are one, the last one lasts until `to`. */
export function stateSpans(states: readonly StatePoint[], from: number, to: number): StateSpan[] {
  const changes = states.filter((state, index) => state.text !== states[index - 1]?.text);
  return changes.flatMap((state, index) => {
    const begin = Math.max(from, state.at);
    const end = Math.min(to, changes[index + 1]?.at ?? to);
    if (end <= begin) return [];
    const share = (at: number) => (at - from) / (to - from);
    return [{ from: state.at, text: state.text, left: share(begin), width: share(end) - share(begin) }];
  });
}
