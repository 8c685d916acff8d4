import type { Span } from "#server/contract/buckets";
import { type Drawn, readSeries } from "./past-series";
import { serverClock } from "./server-clock";

/** As many as the server gives: the narrower the buckets, the nearer the first of them is to the first value. */
const POINTS = 2000;
const AGAIN_MS = 2000;

const found = new Map<string, number>();

/**
 * When a number was first heard of, to the second of a young one and the hour of an old one; null where it never was, or where the server
 * refuses to say. Waits for a server that is away.
 */
export async function findBeginning(drawn: Drawn, stop: AbortSignal): Promise<number | null> {
  const name = `${drawn.topic}:${drawn.field}`;
  const known = found.get(name);
  if (known !== undefined) return known;
  const now = Math.ceil(serverClock.now());
  let begin: number | null = 0;
  // From 1970 buckets are weeks wide; from the first of those, hours or less; then as fine as they get.
  for (let step = 0; step < 3 && begin !== null; step++)
    begin = await firstBucket(drawn, { from: Math.min(begin, now), to: now }, stop);
  if (begin !== null) found.set(name, begin);
  return begin;
}

async function firstBucket(drawn: Drawn, span: Span, stop: AbortSignal): Promise<number | null> {
  while (!stop.aborted) {
    const reply = await readSeries(drawn, span, POINTS);
    const first = reply.ok ? reply.value.points[0] : undefined;
    if (reply.ok) return first ? Math.max(span.from, first.at) : null;
    if (reply.code !== "unavailable" && reply.code !== "too-many") return null;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  return null;
}
