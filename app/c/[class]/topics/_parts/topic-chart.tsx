"use client";

import { memo, useMemo } from "react";
import type { Feed } from "@/_live/feed";
import { serverClock } from "@/_live/server-clock";
import { useFields, useHasStates } from "@/_live/use-filter";
import { LiveChart } from "@/_ui/chart/live-chart";
import { StateStrip } from "@/_ui/chart/state-strip";

type TopicChartProps = {
  feed: Feed;
  topic: string;
  name: string;
  unit: string | null;
  colours: ReadonlyMap<string, number>;
  height?: number;
};

/** The last five minutes of a topic: lines for numbers, a strip for switches and words. Does not render for messages. */
export const TopicChart = memo(({ feed, topic, name, unit, colours, height = 176 }: TopicChartProps) => {
  const fields = useFields(feed, topic);
  const hasStates = useHasStates(feed, topic);
  const lines = useMemo(
    () =>
      fields.map((field) => ({
        id: field,
        name: field === "" ? name : field,
        unit,
        colour: colours.get(field) ?? 1,
        series: () => feed.logOf(topic)?.numbers.get(field) ?? null,
      })),
    [feed, topic, name, unit, fields, colours],
  );
  if (lines.length > 0)
    return <LiveChart name={name} lines={lines} now={serverClock.now} height={height} legend={false} />;
  if (!hasStates) return null;
  return (
    <StateStrip
      name={name}
      colour={colours.get("") ?? 1}
      states={() => feed.logOf(topic)?.states ?? []}
      now={serverClock.now}
    />
  );
});
TopicChart.displayName = "TopicChart";
