"use client";

import { useTranslations } from "next-intl";
import { useMemo, useRef } from "react";
import type { Topic } from "#server/contract/shapes";
import { ChartBar } from "@/_ui/chart/chart-bar";
import { LineChart } from "@/_ui/chart/line-chart";
import { Panel } from "@/_ui/panel";
import { Compare } from "../../../topics/_parts/compare";
import type { OwnFeed } from "../../../topics/_parts/own-feed";
import { SaveChart } from "../../../topics/_parts/save-chart";
import { useComparison } from "../../../topics/_parts/use-comparison";
import { StreamPanel } from "./stream-panel";
import type { Stream } from "./streams";
import { useKitColours } from "./use-kit-colours";

const HEIGHT = 280;

type KitChartsProps = {
  name: string;
  own: OwnFeed;
  readings: readonly Stream[];
  topics: readonly Topic[];
};

/** The readings of a kit over one span, and some of them over each other where they were picked. */
export function KitCharts({ name, own, readings, topics }: KitChartsProps) {
  const t = useTranslations("chart.compare");
  const chart = useRef<HTMLDivElement>(null);
  const colours = useKitColours(own.feed, readings);
  const known = useMemo(() => topicsOf(readings, topics), [readings, topics]);
  const compared = useComparison(known, own, colours);
  if (readings.length === 0) return <div />;
  return (
    <div className="grid min-w-0 gap-4">
      <ChartBar>
        <Compare topics={{ value: known, state: "ready" }} feed={own.feed} shown={[]} />
      </ChartBar>
      {compared && (
        <Panel title={t("title")} actions={<SaveChart small name={name} chart={chart} numbers={compared} />}>
          <div ref={chart}>
            <LineChart name={name} numbers={compared} height={HEIGHT} legend />
          </div>
        </Panel>
      )}
      <div className="grid min-w-0 grid-cols-[repeat(auto-fit,minmax(min(100%,22rem),1fr))] gap-4">
        {readings.map((stream) => (
          <StreamPanel
            key={stream.topic}
            own={own}
            stream={stream}
            colours={colours.get(stream.topic) ?? NONE}
          />
        ))}
      </div>
    </div>
  );
}

const NONE: ReadonlyMap<string, number> = new Map();

/** What can be compared: the kit's readings, those that have just begun to speak among them. */
function topicsOf(readings: readonly Stream[], topics: readonly Topic[]) {
  const notes = new Map(topics.map((topic) => [topic.topic, topic]));
  return readings.map(({ topic, name, label, unit }) => {
    const { last = null, backfill = false } = notes.get(topic) ?? {};
    return { topic, stream: name, label, unit, last, backfill };
  });
}
