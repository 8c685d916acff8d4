"use client";

import { useMemo, useRef, useState } from "react";
import type { Topic } from "#server/contract/shapes";
import { useClassTopics } from "@/_live/class-topics";
import { useHasStates } from "@/_live/use-filter";
import { ChartBar } from "@/_ui/chart/chart-bar";
import { useChartView } from "@/_ui/chart/charts";
import { LineChart } from "@/_ui/chart/line-chart";
import { PastNote } from "@/_ui/chart/past-note";
import { Compare } from "../../_parts/compare";
import type { OwnFeed } from "../../_parts/own-feed";
import { SaveChart } from "../../_parts/save-chart";
import { TopicChart, useTopicNumbers } from "../../_parts/topic-chart";
import { useComparison } from "../../_parts/use-comparison";

const HEIGHT = 280;
const NONE: readonly Topic[] = [];

type TopicChartsProps = { topic: Topic; own: OwnFeed; colours: ReadonlyMap<string, number> };

/** The chart of a topic over any time, with other topics of the class over it where they were picked. */
export function TopicCharts({ topic, own, colours }: TopicChartsProps) {
  const chart = useRef<HTMLDivElement>(null);
  const [choosing, setChoosing] = useState(false);
  const comparing = useChartView().lines !== null;
  const known = useClassTopics(topic.topic.split("/")[0] ?? "", choosing || comparing);
  const topics = useMemo(() => ownFirst(known.value ?? NONE, topic), [known.value, topic]);
  const drawn = useMemo(() => new Map([[topic.topic, colours]]), [topic.topic, colours]);
  const compared = useComparison(topics, own, drawn);
  const name = topic.label ?? topic.stream;
  const numbers = useTopicNumbers(own, { topic: topic.topic, name, unit: topic.unit }, colours);
  const hasStates = useHasStates(own.feed, topic.topic);
  if (numbers.length === 0 && !hasStates && !comparing) return null;
  const strip = { id: "", topic: topic.topic, name, unit: null };
  return (
    <>
      <ChartBar>
        <Compare
          topics={{ ...known, value: known.value && topics }}
          feed={own.feed}
          shown={numbers.map(({ id }) => id)}
          onOpen={setChoosing}
        />
        <SaveChart name={name} chart={chart} numbers={compared ?? (numbers.length > 0 ? numbers : [strip])} />
      </ChartBar>
      <div ref={chart} className="mt-2">
        {comparing && !known.value && (
          <div className="relative h-16">
            <PastNote state={known.state} />
          </div>
        )}
        {compared ? (
          <LineChart name={name} numbers={compared} height={HEIGHT} legend />
        ) : (
          <TopicChart
            own={own}
            topic={topic.topic}
            name={name}
            unit={topic.unit}
            colours={colours}
            height={HEIGHT}
          />
        )}
      </div>
    </>
  );
}

/** What is looked at comes first; then its kit's, as the server orders them. */
function ownFirst(topics: readonly Topic[], { topic, kit }: Topic): readonly Topic[] {
  const rank = (other: Topic) => (other.topic === topic ? 0 : other.kit === kit ? 1 : 2);
  return topics.toSorted((one, other) => rank(one) - rank(other));
}
