import { bucketStart, bucketWidth, type Span } from "#server/contract/buckets";
import type { Reply } from "#server/contract/refusal";
import type { Series as Past } from "#server/contract/shapes";
import { callApi } from "./api";
import type { KeptRead } from "./kept-reads";
import { createKeptReads } from "./kept-reads";
import { serverClock } from "./server-clock";

/** A number that is drawn: a topic and the field of its JSON, empty where the payload is the number. */
export type Drawn = { topic: string; field: string };

/** More buckets than this are finer than a pixel. */
export const POINTS = 360;

/**
 * The server is asked for what is older than this; what is newer comes from the feed. A message reaches both, but may
 * be stored a moment after it was taken.
 */
export const SETTLE_MS = 15_000;

/** While the live part grows, the past is read again: often enough for late values, seldom enough for a class of thirty. */
const SHORTEST_READ_MS = 30_000;
const LONGEST_READ_MS = 120_000;

const pastReads = createKeptReads<Past>();

/** A span that rests, the last so many milliseconds, or everything since a time. */
export type Shown = Span | { moving: number } | { since: number };

/** The past of a number within a span. */
export function pastOf(drawn: Drawn, shown: Shown): KeptRead<Past> {
  const name = JSON.stringify(shown);
  return pastReads(`${drawn.topic} ${name} ${drawn.field}`, {
    ask: () => readSeries(drawn, askedSpan(shown, serverClock.now()), POINTS),
    goodFor: (past) => goodFor(past, shown),
  });
}

/** What the server is asked for at a time: whole buckets, one more than is seen, so that the line comes in from the left. */
export function askedSpan(shown: Shown, now: number): Span {
  const seen = spanAt(shown, now);
  const more = (width: number) => Math.max(0, bucketStart(seen.from, width) - width);
  // The one bucket more can be what makes the span need wider ones.
  const from = more(bucketWidth({ from: more(bucketWidth(seen, POINTS)), to: seen.to }, POINTS));
  return { from, to: Math.max(from, Math.min(Math.floor(seen.to), Math.floor(now - SETTLE_MS))) };
}

export function goodFor({ bucketMs, to }: Pick<Past, "bucketMs" | "to">, shown: Shown): number | null {
  if ("to" in shown && to >= Math.floor(shown.to)) return null;
  return Math.min(LONGEST_READ_MS, Math.max(SHORTEST_READ_MS, bucketMs));
}

/** What a span means at a time. */
export function spanAt(shown: Shown, now: number): Span {
  if ("moving" in shown) return { from: now - shown.moving, to: now };
  return "since" in shown ? { from: shown.since, to: now } : shown;
}

/** `GET .../series`; never throws. */
export function readSeries(
  { topic, field }: Drawn,
  { from, to }: Span,
  points: number,
): Promise<Reply<Past>> {
  const query = new URLSearchParams({ topic, from: String(from), to: String(to), points: String(points) });
  if (field !== "") query.set("field", field);
  return callApi<Past>("GET", `/classes/${topic.split("/")[0]}/series?${query}`);
}
