import type { Actor } from "../contract/actor";
import { bucketStart, bucketWidth, HOUR, type Span } from "../contract/buckets";
import { Refusal } from "../contract/refusal";
import type { Page, Series, SeriesPoint } from "../contract/shapes";
import { hasWildcard } from "../contract/topic";
import { readRows } from "./client";
import { type Drawable, drawableTopics, readableIds } from "./readable-topics";
import { noTopic } from "./scope";
import { numbersIn, SERIES, type SeriesColumns } from "./series-queries";

/** What to draw: `from` and `to` included, in milliseconds; without a field plain numbers and switches. */
export type SeriesAsked = Span & { topic: string; field?: string | undefined; points: number };

/** Messages of this age are here, whatever a class keeps: an hour less than the day that is the least. */
const SURELY_KEPT = 23 * HOUR;
/** From so many values in a bucket on, a range of the index for each is cheaper than grouping them (series-queries.ts). */
const FULL_BUCKET = 40;
/** So many topics are drawn at once. */
const MOST_TOPICS = 20;

/**
 * The series of a topic that somebody may read, or the list of those that a filter matches. Throws `not-found`
 * where there is no such topic for them, `bad-input` where the filter matches more than 20.
 */
export async function seriesOf(
  actor: Actor,
  className: string,
  asked: SeriesAsked,
): Promise<Series | Page<Series>> {
  const topics = await topicsToDraw(actor, className, asked);
  if (!hasWildcard(asked.topic)) {
    const [found] = topics;
    if (!found) throw noTopic();
    return seriesOfTopic(found, asked);
  }
  if (topics.length > MOST_TOPICS) throw tooMany(topics.length);
  const byName = topics.sort((one, other) => (one.topic < other.topic ? -1 : 1));
  const items: Series[] = [];
  for (const topic of byName) items.push(await seriesOfTopic(topic, asked));
  return { items, nextCursor: null };
}

/** Only a span with hours from the past, cut finer than these, asks what is left of them. */
async function topicsToDraw(actor: Actor, className: string, asked: SeriesAsked): Promise<Drawable[]> {
  const { topic, field = "", from, to, points } = asked;
  if (bucketWidth(asked, points) < HOUR && from < Date.now() - SURELY_KEPT)
    return drawableTopics(actor, className, { topic, field, from, to: to + 1 });
  const readable = await readableIds(actor, className, topic);
  return [...readable].map(([id, name]) => ({ id, topic: name, hasKept: false }));
}

async function seriesOfTopic(
  { id, topic, hasKept }: Drawable,
  { field, from, to, points }: SeriesAsked,
): Promise<Series> {
  const bucketMs = hasKept ? HOUR : bucketWidth({ from, to }, points);
  const { byBucket, byTime, byHour } = field ? SERIES.field : SERIES.plain;
  const key = `${id} ${field ?? ""}`;
  const full = (rate.get(key) ?? 0) * bucketMs >= FULL_BUCKET;
  const statement = bucketMs % HOUR === 0 ? byHour : full ? byBucket : byTime;
  const values = [id, field ?? "", from, to + 1, bucketMs, bucketStart(from, bucketMs)];
  const [columns] = await readRows<SeriesColumns>(statement, values);
  const found = columns ? pointsOf(columns) : [];
  learnRate(key, found, bucketMs);
  return { topic, field: field || null, from, to, bucketMs, points: found };
}

/** How many values a millisecond a series had where it had any, when it was last drawn. */
const rate = new Map<string, number>();
const MOST_RATES = 10_000;

function learnRate(key: string, points: readonly SeriesPoint[], bucketMs: number): void {
  const values = points.reduce((sum, { count }) => sum + count, 0);
  if (points.length === 0) return;
  if (rate.size >= MOST_RATES) rate.clear();
  rate.set(key, values / (points.length * bucketMs));
}

function pointsOf(columns: SeriesColumns): SeriesPoint[] {
  const min = numbersIn(columns.min);
  const max = numbersIn(columns.max);
  const sum = numbersIn(columns.sum);
  const count = numbersIn(columns.count);
  return numbersIn(columns.at).map((at, index) =>
    pointOf(at, min[index] ?? 0, max[index] ?? 0, sum[index] ?? 0, count[index] ?? 0),
  );
}

/** A sum is rounded, and a mean is never outside of what it is the mean of. */
function pointOf(at: number, min: number, max: number, sum: number, count: number): SeriesPoint {
  return { at, min, max, mean: Math.min(max, Math.max(min, sum / count)), count };
}

function tooMany(matched: number): Refusal {
  const message = `The filter matches ${matched} topics; at most ${MOST_TOPICS} are drawn at once.`;
  return new Refusal("bad-input", message, { errors: [{ field: "topic", message }] });
}
