import { readReading } from "#server/contract/backfill";
import type { Reading } from "#server/contract/payload";
import type { Topic } from "#server/contract/shapes";
import { findTopicParts } from "#server/contract/topic";
import type { Latest, LatestMap } from "@/_live/latest";

/** What a tile shows of one stream. */
export type TileValue = {
  topic: string;
  stream: string;
  /** Of an object of numbers, which; empty for any other reading. */
  field: string;
  /** The topic's label where it has one, else the stream; with the field's name for one of several. */
  label: string;
  unit: string | null;
  reading: Reading;
  at: number;
  trend: readonly number[];
};

/** What is known of the topics, by topic. */
export type TopicNotes = ReadonlyMap<string, Pick<Topic, "label" | "unit" | "backfill">>;

const NOTHING = { label: null, unit: null, backfill: false };

type ByKit = ReadonlyMap<string, readonly TileValue[]>;

/**
 * Sorts a class's newest messages into its kits' readings, by kit slug and in the order of their names, so that a
 * tile stays as it is while values come. What has not spoken since the last time is the same array as then.
 */
export function createTileValues(notes: TopicNotes): (last: LatestMap) => ByKit {
  const known = new WeakMap<Latest, readonly TileValue[]>();
  let before: ByKit = new Map();

  function valuesOf(latest: Latest, stream: string): readonly TileValue[] {
    const values = known.get(latest) ?? readValues(latest, stream, notes);
    known.set(latest, values);
    return values;
  }

  return (last) => {
    const now = new Map<string, TileValue[]>();
    for (const [topic, latest] of [...last].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const parts = findTopicParts(topic);
      if (parts?.kind !== "reading" || parts.kit === null) continue;
      const values = now.get(parts.kit) ?? [];
      values.push(...valuesOf(latest, parts.stream));
      now.set(parts.kit, values);
    }
    before = new Map([...now].map(([kit, values]) => [kit, unlessSame(before.get(kit), values)]));
    return before;
  };
}

function readValues({ message, trends }: Latest, stream: string, notes: TopicNotes): readonly TileValue[] {
  const { label, unit, backfill } = notes.get(message.topic) ?? NOTHING;
  const reading = readReading(message.payload, { backfill });
  const of = { topic: message.topic, stream, unit, at: message.at };
  const name = label ?? stream;
  if (reading.kind !== "fields")
    return [{ ...of, field: "", label: name, reading, trend: trends.get("") ?? [] }];
  return [...reading.fields].map(([field, value]) => ({
    ...of,
    field,
    label: `${name} ${field}`,
    reading: { kind: "number", value },
    trend: trends.get(field) ?? [],
  }));
}

function unlessSame(
  before: readonly TileValue[] | undefined,
  now: readonly TileValue[],
): readonly TileValue[] {
  const same = before?.length === now.length && before.every((value, index) => value === now[index]);
  return same ? before : now;
}
