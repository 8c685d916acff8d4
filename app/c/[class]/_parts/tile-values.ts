import { type Reading, readPayload } from "#server/contract/payload";
import { findTopicParts } from "#server/contract/topic";
import type { LatestMap } from "@/_live/latest";

/** What a tile shows of one stream. */
export type TileValue = {
  topic: string;
  stream: string;
  /** The topic's label where it has one, else the stream; with the field's name for one of several. */
  label: string;
  unit: string | null;
  reading: Reading;
  at: number;
  trend: readonly number[];
};

/** Labels and units, by topic. */
export type TopicNotes = ReadonlyMap<string, { label: string | null; unit: string | null }>;

/** The readings of one kit in the order of their names, so that a tile stays as it is while values come. */
export function tileValues(
  last: LatestMap,
  kit: { class: string; slug: string },
  notes: TopicNotes,
): TileValue[] {
  const prefix = `${kit.class}/${kit.slug}/`;
  return [...last.entries()]
    .filter(([topic]) => topic.startsWith(prefix) && findTopicParts(topic)?.kind === "reading")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([topic, { message, trend }]) => {
      const note = notes.get(topic);
      const stream = topic.slice(prefix.length);
      const label = note?.label ?? stream;
      const of = { topic, stream, unit: note?.unit ?? null, at: message.at };
      const reading = readPayload(message.payload);
      if (reading.kind !== "fields") return [{ ...of, label, reading, trend }];
      return [...reading.fields].map(([field, value]) => ({
        ...of,
        label: `${label} ${field}`,
        reading: { kind: "number" as const, value },
        trend: [],
      }));
    });
}
