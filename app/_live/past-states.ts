import type { Span } from "#server/contract/buckets";
import type { Reply } from "#server/contract/refusal";
import type { Message } from "#server/contract/shapes";
import { readHistory } from "./history";
import { createKeptReads, type KeptRead } from "./kept-reads";
import { SETTLE_MS, type Shown, spanAt } from "./past-series";
import type { StatePoint } from "./series";
import { serverClock } from "./server-clock";
import { createTopicLog } from "./topic-log";

/** The states of a span as far as they are stored; `until`, that moment included, they are here. */
export type PastStates = {
  until: number;
  states: readonly StatePoint[];
  /** Where more messages than can be read begin to be left out; null where they are all here. */
  cut: number | null;
};

/** So many messages are read at a time; older ones of the span are left out. */
export const MOST_STATES = 2000;
const READ_AGAIN_MS = 60_000;

const reads = createKeptReads<PastStates>();

/** The states of a topic within a span, from its messages; `backfill`: it takes readings from the past. */
export function pastStatesOf(topic: string, shown: Shown, backfill: boolean): KeptRead<PastStates> {
  return reads(`${topic} ${JSON.stringify(shown)}`, {
    ask: () => readStates(topic, spanAt(shown, serverClock.now()), backfill),
    goodFor: ({ until }) => ("to" in shown && until >= Math.floor(shown.to) ? null : READ_AGAIN_MS),
  });
}

async function readStates(topic: string, { from, to }: Span, backfill: boolean): Promise<Reply<PastStates>> {
  const until = Math.max(from, Math.min(to, Math.floor(serverClock.now() - SETTLE_MS)));
  const found = await readHistory({ filter: topic, from, to: until, limit: MOST_STATES });
  const cut = found && found.length >= MOST_STATES;
  // What was the state when the span began?
  const before = cut || from === 0 ? [] : await readHistory({ filter: topic, to: from - 1, limit: 1 });
  if (!found || !before) return { ok: false, code: "unavailable", message: "" };
  const oldest = found[0]?.at ?? from;
  return {
    ok: true,
    value: { until, states: statesIn([...before, ...found], backfill), cut: cut ? oldest : null },
  };
}

function statesIn(messages: readonly Message[], backfill: boolean): readonly StatePoint[] {
  const [first, ...rest] = messages;
  if (!first) return [];
  const log = createTopicLog(first, () => ({ backfill }));
  rest.forEach(log.add);
  return log.states;
}

/** What is stored until a moment, and what came live after it. */
export function joinStates(past: PastStates | null, live: readonly StatePoint[]): readonly StatePoint[] {
  return past ? [...past.states, ...live.filter(({ at }) => at > past.until)] : live;
}
