"use client";

import { memo, useMemo } from "react";
import { lineId } from "@/_live/chart-address";
import type { FilledFeed } from "@/_live/use-feeds";
import { useFields, useHasStates } from "@/_live/use-filter";
import type { DrawnNumber } from "@/_ui/chart/drawn-line";
import { LineChart } from "@/_ui/chart/line-chart";
import { StateStrip } from "@/_ui/chart/state-strip";
import { pathOf } from "./line-choices";

type Named = { topic: string; name: string; unit: string | null };

type TopicChartProps = Named & {
  /** Must stay the same object. */
  own: FilledFeed;
  colours: ReadonlyMap<string, number>;
  height?: number;
};

/** A topic over the span that the page shows: lines for numbers, a strip for switches and words. Does not render for messages. */
export const TopicChart = memo(({ own, topic, name, unit, colours, height = 176 }: TopicChartProps) => {
  const numbers = useTopicNumbers(own, { topic, name, unit }, colours);
  const hasStates = useHasStates(own.feed, topic);
  if (numbers.length > 0) return <LineChart name={name} numbers={numbers} height={height} />;
  if (!hasStates) return null;
  return <StateStrip name={name} colour={colours.get("") ?? 1} feed={own.feed} topic={topic} />;
});
TopicChart.displayName = "TopicChart";

/** What of a topic can be drawn as lines: its number, or the numbers of its JSON. */
export function useTopicNumbers(
  { feed, since }: FilledFeed,
  { topic, name, unit }: Named,
  colours: ReadonlyMap<string, number>,
): readonly DrawnNumber[] {
  const fields = useFields(feed, topic);
  return useMemo(
    () =>
      fields.map((field) => ({
        id: lineId(pathOf(topic), field),
        topic,
        field,
        name: field === "" ? name : field,
        unit,
        colour: colours.get(field) ?? 1,
        feed,
        since,
      })),
    [feed, since, topic, name, unit, fields, colours],
  );
}
