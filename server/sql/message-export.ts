import type { Actor } from "../contract/actor";
import type { RawMessage } from "../contract/message";
import { Refusal } from "../contract/refusal";
import { oncePerProcess } from "../once";
import { OLDEST_FIRST, SPAN } from "./message-queries";
import { type MessagesAsked, nameOf, rawOf, type Stored } from "./messages";
import { readableIds } from "./readable-topics";
import { queryUntil } from "./stoppable";
import { type Turns, turnsOf } from "./turns";

export type ExportAsked = {
  class: string;
  messages: Pick<MessagesAsked, "topic" | "from" | "to">;
  /** Who asks, read anew each time; throws when they are no longer who they were. */
  actor(): Promise<Actor>;
  /** Ends the export, and the query that it waits for. */
  signal: AbortSignal;
};

/** The most that one pull brings. */
const PAGE = { rows: 2000, bytes: 1024 * 1024 };
/** How long a right is taken to last without being asked about, in milliseconds. */
const TRUST = 500;
/** Exports wait for each other, so that they never hold the connections that messages are stored with. */
const AT_ONCE = 2;

const shared = oncePerProcess<Turns>("export-turns");

/**
 * All stored messages of a class that somebody may read, in the order of arrival, a page at a time: each is read when
 * it is wanted, and nothing is held in the database between two. It ends with the newest message there was at the
 * beginning. Throws `not-found` once one of its topics is gone, or may not be read any more.
 */
export async function* messagesInOrder(asked: ExportAsked): AsyncGenerator<RawMessage[], void, undefined> {
  const readable = await openTopics(asked);
  const span = await spanOf(asked, await readable());
  if (span === null) return;
  let place: Place = { at: span.first, after: null, width: FIRST_WIDTH };
  for (;;) {
    const topics = await readable();
    const until = Math.min(place.at + place.width, span.last);
    const rows = await readPage(asked.signal, [...topics.keys()], place, until);
    if (rows.length > 0) yield rows.map((row) => ({ topic: nameOf(topics, row.topic_id), ...rawOf(row) }));
    const full = rows.length === PAGE.rows || rows.some(({ found }) => found > rows.length);
    if (!full && until === span.last) return;
    place = full ? behindLast(place, rows) : behindWindow(place, until, rows.length);
  }
}

/**
 * Where the next page begins, and how long a time it looks at. Within that time the first rows of every topic are
 * read to find the first of all; so it is kept about as long as a page is, or a class of a thousand topics would be
 * read a thousand times.
 */
type Place = { at: number; after: { at: number; seq: string } | null; width: number };
type Row = Stored & { found: number };

const FIRST_WIDTH = 60_000;
const MOST_GROWTH = 8;
const LAST_SEQ = "9223372036854775807";

function behindLast(place: Place, rows: readonly Row[]): Place {
  const last = rows.at(-1);
  if (!last) throw new Error("a full page without a row");
  return {
    at: last.at,
    after: { at: last.at, seq: last.seq },
    width: Math.max(1, Math.ceil((last.at - place.at) * 1.5)),
  };
}

function behindWindow(place: Place, until: number, rows: number): Place {
  const growth = Math.min(MOST_GROWTH, (0.8 * PAGE.rows) / Math.max(1, rows));
  return { at: until, after: { at: until, seq: LAST_SEQ }, width: Math.ceil(place.width * growth) };
}

function readPage(
  signal: AbortSignal,
  topicIds: readonly number[],
  { at, after }: Place,
  until: number,
): Promise<Row[]> {
  const values = [topicIds, at, until, after?.at ?? null, after?.seq ?? null, PAGE.rows, PAGE.bytes];
  return turns()(() => queryUntil<Row>(signal, OLDEST_FIRST, values));
}

async function spanOf(
  { signal, messages }: ExportAsked,
  topics: ReadonlyMap<number, string>,
): Promise<{ first: number; last: number } | null> {
  const values = [[...topics.keys()], messages.from ?? null, messages.to ?? null];
  const [span] = await turns()(() =>
    queryUntil<{ first: number | null; last: number | null }>(signal, SPAN, values),
  );
  return span?.first == null || span.last == null ? null : { first: span.first, last: span.last };
}

/** Answers the topics of the export, for as long as all of them may be read. */
async function openTopics({
  class: className,
  messages,
  actor,
}: ExportAsked): Promise<() => Promise<ReadonlyMap<number, string>>> {
  const read = async () => readableIds(await actor(), className, messages.topic);
  const topics = await read();
  let checked = performance.now();
  return async () => {
    if (performance.now() - checked < TRUST) return topics;
    const now = await read();
    for (const [id, topic] of topics)
      if (!now.has(id)) throw new Refusal("not-found", `There is no ${topic} for you any more.`);
    checked = performance.now();
    return topics;
  };
}

function turns(): Turns {
  const found = shared.find() ?? turnsOf(AT_ONCE);
  shared.set(found);
  return found;
}
