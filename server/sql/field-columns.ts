import type { Numbers } from "../contract/numbers";

type Place = { topicId: number; at: number; seq: number | string };

/** The numeric fields of messages as columns of `field_value`: topic, field, time, number, value. */
export function fieldColumns(messages: readonly Place[], numbers: readonly Numbers[]) {
  const topics: number[] = [];
  const names: string[] = [];
  const times: number[] = [];
  const places: Place["seq"][] = [];
  const values: number[] = [];
  for (const [index, { topicId, at, seq }] of messages.entries()) {
    for (const [name, value] of numbers[index]?.fields ?? []) {
      topics.push(topicId);
      names.push(name);
      times.push(at);
      places.push(seq);
      values.push(value);
    }
  }
  return [topics, names, times, places, values] as const;
}
