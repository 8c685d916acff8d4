import { readReading } from "#server/contract/backfill";
import type { Reading } from "#server/contract/payload";
import type { Message } from "#server/contract/shapes";
import { createPace } from "./pace";
import { addPoint, createSeries, placeOf, type Series } from "./series";
import { createListeners } from "./store";

/** The newest message of one topic, and how its numbers went lately: by field, the empty one is a plain number. */
export type Latest = { message: Message; trends: ReadonlyMap<string, readonly number[]> };

export type LatestMap = ReadonlyMap<string, Latest>;

/** The last message of each topic of a class: for a room full of tiles, which need no more and paint seldom. */
export type LatestStore = {
  /** Says which topics take readings from the past. */
  know(backfilled: readonly string[]): void;
  take(messages: readonly Message[]): void;
  read(): LatestMap;
  subscribe(listener: () => void): () => void;
  stop(): void;
};

const TREND_POINTS = 60;
const PAINT_MS = 250;

/** Whether there was a number that was not here already: history may bring what was. */
function keep(numbers: Map<string, Series>, at: number, reading: Reading): boolean {
  const found = reading.kind === "fields" ? [...reading.fields] : [];
  if (reading.kind === "number") found.push(["", reading.value]);
  const fresh = found.filter(([field, value]) => !has(numbers.get(field), at, value));
  for (const [field, value] of fresh) {
    const series = numbers.get(field) ?? createSeries();
    numbers.set(field, series);
    addPoint(series, at, value);
  }
  return fresh.length > 0;
}

function has(series: Series | undefined, time: number, number: number): boolean {
  if (!series) return false;
  const { at, value } = series;
  for (let index = placeOf(at, time) - 1; at[index] === time; index--)
    if (value[index] === number) return true;
  return false;
}

const trendsOf = (numbers: ReadonlyMap<string, Series>) =>
  new Map([...numbers].map(([field, { value }]) => [field, value.slice(-TREND_POINTS)]));

export function createLatest(): LatestStore {
  const last = new Map<string, { message: Message; numbers: Map<string, Series> }>();
  const listeners = createListeners();
  let view: LatestMap = new Map();
  let backfilled: ReadonlySet<string> = new Set();

  const touched = new Set<string>();
  const pace = createPace(paint, PAINT_MS);

  /** Topics that said nothing keep their object, so that their tiles need not be drawn again. */
  function paint(): void {
    const next = new Map(view);
    for (const topic of touched) {
      const entry = last.get(topic);
      if (entry) next.set(topic, { message: entry.message, trends: trendsOf(entry.numbers) });
    }
    touched.clear();
    view = next;
    listeners.tell();
  }

  function note(message: Message): void {
    const entry = last.get(message.topic) ?? { message, numbers: new Map<string, Series>() };
    const first = !last.has(message.topic);
    if (!first && message.at === entry.message.at && message.payload === entry.message.payload) return;
    const reading = readReading(message.payload, { backfill: backfilled.has(message.topic) });
    const older = message.at < entry.message.at;
    const added = keep(entry.numbers, message.at, reading);
    if (older && !added) return;
    if (!older) entry.message = message;
    last.set(message.topic, entry);
    touched.add(message.topic);
  }

  return {
    know: (topics) => {
      backfilled = new Set(topics);
    },
    take: (messages) => {
      messages.forEach(note);
      if (touched.size > 0) pace.ask();
    },
    read: () => view,
    subscribe: listeners.add,
    stop: pace.stop,
  };
}
