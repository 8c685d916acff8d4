import type { Topic } from "#server/contract/shapes";
import { findTopicParts } from "#server/contract/topic";

/** A stream of a kit: what it is called, on the wire and by people. */
export type Stream = { topic: string; name: string; label: string | null; unit: string | null };

/** A kit's streams, by what they are for; registered ones and those that have just spoken, each once, in a steady order. */
export type Streams = { readings: Stream[]; commands: Stream[] };

export function streamsOf(registered: readonly Topic[], heard: readonly string[]): Streams {
  const notes = new Map(registered.map((topic) => [topic.topic, topic]));
  const inOrder = [...registered]
    .sort((one, other) => one.createdAt - other.createdAt)
    .map(({ topic }) => topic);
  const streams: Streams = { readings: [], commands: [] };
  for (const topic of new Set([...inOrder, ...heard])) {
    const parts = findTopicParts(topic);
    const note = notes.get(topic);
    const stream = { topic, name: parts?.stream ?? "", label: note?.label ?? null, unit: note?.unit ?? null };
    if (parts?.kind === "reading") streams.readings.push(stream);
    if (parts?.kind === "command") streams.commands.push(stream);
  }
  return streams;
}
