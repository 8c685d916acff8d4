import { readReading } from "#server/contract/backfill";
import type { HttpMessage, Topic } from "#server/contract/shapes";
import { findTopicParts } from "#server/contract/topic";
import { lineId } from "@/_live/chart-address";
import type { Feed } from "@/_live/feed";
import { fromHttp } from "@/_live/message";

/** A number that can be drawn: of a topic, a field of its JSON or (empty) its plain payload. */
export type LineChoice = {
  id: string;
  topic: string;
  field: string;
  /** The topic's label where it has one, else its stream. */
  topicName: string;
  unit: string | null;
};

/** What is known of a topic by those who draw it. */
export type Noted = Pick<Topic, "topic" | "stream" | "label" | "unit" | "backfill" | "last">;

/** The numbers of some topics, as far as their last stored message and the feed show them, in their order. */
export function choicesOf(topics: readonly Noted[], feed: Feed | null): LineChoice[] {
  return topics.flatMap(({ topic, stream, label, unit, backfill, last }) => {
    if (findTopicParts(topic)?.kind === "errors") return [];
    const fields = new Set([...(feed?.logOf(topic)?.numbers.keys() ?? []), ...fieldsIn(last, backfill)]);
    return [...fields].map((field) => ({
      id: lineId(pathOf(topic), field),
      topic,
      field,
      topicName: label ?? stream,
      unit,
    }));
  });
}

/** A topic without its class, which is that of the page. */
export const pathOf = (topic: string) => topic.slice(topic.indexOf("/") + 1);

function fieldsIn(last: HttpMessage | null, backfill: boolean): string[] {
  if (!last) return [];
  const reading = readReading(fromHttp(last).payload, { backfill });
  if (reading.kind === "number") return [""];
  return reading.kind === "fields" ? [...reading.fields.keys()] : [];
}
