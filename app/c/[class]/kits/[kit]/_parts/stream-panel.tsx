"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo, useRef } from "react";
import { spanAddress } from "@/_live/chart-address";
import type { FilledFeed } from "@/_live/use-feeds";
import { useHasSpoken } from "@/_live/use-filter";
import { useChartView } from "@/_ui/chart/charts";
import { SaveChart } from "../../../topics/_parts/save-chart";
import { TopicChart, useTopicNumbers } from "../../../topics/_parts/topic-chart";
import { ValueView } from "../../../topics/_parts/value-view";
import type { Stream } from "./streams";
import { topicHref } from "./topic-href";

type StreamPanelProps = {
  own: FilledFeed;
  stream: Stream;
  /** By field; the empty one is the stream itself. */
  colours: ReadonlyMap<string, number>;
};

/** One stream of a kit: what it says now, and its course over the span that the page shows. */
export const StreamPanel = memo(({ own, stream, colours }: StreamPanelProps) => {
  const t = useTranslations("kit.streams");
  const chart = useRef<HTMLDivElement>(null);
  const { topic, unit } = stream;
  const name = stream.label ?? stream.name;
  const spoken = useHasSpoken(own.feed, topic);
  const shown = useChartView();
  const numbers = useTopicNumbers(own, { topic, name, unit }, colours);
  return (
    <article className="unseen-skipped min-w-0 rounded-panel border border-line bg-panel p-4">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="min-w-0 font-semibold break-all wrap-anywhere">
          <Link
            href={topicHref(topic) + spanAddress(shown)}
            aria-label={t("open", { name })}
            className="inline-flex items-center gap-0.5 hover:underline"
          >
            {name}
            <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
          </Link>
        </h2>
        {spoken && (
          <SaveChart
            small
            name={name}
            chart={chart}
            numbers={numbers.length > 0 ? numbers : [{ id: "", topic, name, unit }]}
          />
        )}
      </div>
      <div className="mt-1 mb-3">
        <ValueView feed={own.feed} topic={topic} name={name} unit={unit} colours={colours} />
      </div>
      <div ref={chart}>
        <TopicChart own={own} topic={topic} name={name} unit={unit} colours={colours} />
      </div>
    </article>
  );
});
StreamPanel.displayName = "StreamPanel";
