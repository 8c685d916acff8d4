import type { StatePoint } from "@/_live/series";
import { gapOf } from "./path";

/** A stretch of time within one state; shares of the strip's width, 0 to 1. */
export type StateSpan = {
  from: number;
  /** Null where nothing was said for so long that nobody knows. */
  text: string | null;
  left: number;
  width: number;
  /** Of several too short to be seen: for how much of the time each state was; null for a single one. */
  shares: ReadonlyMap<string | null, number> | null;
};

/** Of fewer reports it cannot be said which pause between them is usual. */
const LEAST_REPORTS = 3;
/** A door says something only when it moves, whatever its pauses were of late: what it said last holds so long at least. */
const LEAST_HELD_MS = 6 * 3_600_000;

/**
 * The states of a span of time as stretches: equal neighbours are one, the last one lasts until `to`; but after
 * a pause in which a line would have a gap, and of six hours at least, nobody knows it.
 */
export function stateSpans(states: readonly StatePoint[], from: number, to: number): StateSpan[] {
  const changes = changesOf(states, to);
  return changes.flatMap((state, index) => {
    const begin = Math.max(from, state.at);
    const end = Math.min(to, changes[index + 1]?.at ?? to);
    if (end <= begin) return [];
    const share = (at: number) => (at - from) / (to - from);
    return [
      {
        from: state.at,
        text: state.text,
        left: share(begin),
        width: share(end) - share(begin),
        shares: null,
      },
    ];
  });
}

type Change = { at: number; text: string | null };

function changesOf(states: readonly StatePoint[], to: number): Change[] {
  const pause = states.length < LEAST_REPORTS ? Number.POSITIVE_INFINITY : gapOf(states.map(({ at }) => at));
  const known = Math.max(pause, LEAST_HELD_MS);
  const changes: Change[] = [];
  states.forEach((state, index) => {
    if (state.text !== changes.at(-1)?.text) changes.push(state);
    const end = state.at + known;
    if (end < (states[index + 1]?.at ?? to)) changes.push({ at: end, text: null });
  });
  return changes;
}

/** How often the state was another than the one known before it. */
export function countChanges(spans: readonly StateSpan[]): number {
  const known = spans.filter(({ text }) => text !== null);
  return known.filter(({ text }, index) => index > 0 && text !== known[index - 1]?.text).length;
}

/** Puts neighbours together that are narrower than `least`, until they are as wide; the state that lasted longest names them. */
export function lumpSpans(spans: readonly StateSpan[], least: number): StateSpan[] {
  const lumped: StateSpan[] = [];
  let group: StateSpan[] = [];
  const flush = () => {
    if (group.length > 0) lumped.push(lump(group));
    group = [];
  };
  for (const span of spans) {
    if (span.width >= least) {
      flush();
      lumped.push(span);
      continue;
    }
    group.push(span);
    if (group.reduce((sum, { width }) => sum + width, 0) >= least) flush();
  }
  flush();
  return lumped;
}

function lump(group: readonly StateSpan[]): StateSpan {
  const [first] = group;
  if (!first) throw new Error("nothing to put together");
  if (group.length === 1) return first;
  const width = group.reduce((sum, span) => sum + span.width, 0);
  const shares = new Map<string | null, number>();
  for (const span of group) shares.set(span.text, (shares.get(span.text) ?? 0) + span.width / width);
  const [text = first.text] = [...shares].sort(([, one], [, other]) => other - one)[0] ?? [];
  return { ...first, text, width, shares };
}
