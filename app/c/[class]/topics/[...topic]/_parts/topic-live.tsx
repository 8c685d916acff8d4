"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { Topic } from "#server/contract/shapes";
import { type Seed, useFeed } from "@/_live/use-filter";
import { ChartsOfPage } from "@/_ui/chart/charts";
import { Panel } from "@/_ui/panel";
import { FeedEnded } from "../../_parts/feed-ended";
import { MessageList } from "../../_parts/message-list";
import { PublishBox } from "../../_parts/publish-box";
import { useColours } from "../../_parts/use-colours";
import { ValueView } from "../../_parts/value-view";
import { WhyNoPublish } from "../../_parts/why-no-publish";
import { TopicCharts } from "./topic-charts";

type TopicLiveProps = {
  topic: Topic;
  seed: Seed;
  /** Null where the reader may publish, else why not. */
  publish: "archived" | "errors" | "not-allowed" | null;
  owner: string | null;
};

/** What a page is drawn with reaches back so far (read-seed.ts). */
const SEED_MS = 5 * 60_000;

/** The live part of a topic's page. */
export function TopicLive({ topic, seed, publish, owner }: TopicLiveProps) {
  const t = useTranslations("topic");
  const { feed, status } = useFeed(topic.topic, seed);
  const colours = useColours(feed, topic.topic);
  const name = topic.label ?? topic.stream;
  const [since] = useState(seed.at - SEED_MS);
  const own = useMemo(
    () => ({ feed, since, has: (other: string) => other === topic.topic }),
    [feed, since, topic.topic],
  );
  return (
    <ChartsOfPage>
      <FeedEnded status={status} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)] lg:grid-rows-[auto_1fr]">
        <Panel className="lg:order-1">
          <ValueView feed={feed} topic={topic.topic} name={name} unit={topic.unit} colours={colours} />
          <div className="mt-4">
            <TopicCharts topic={topic} own={own} colours={colours} />
          </div>
        </Panel>
        <Panel title={t("publish.title")} className="lg:order-2 lg:row-span-2">
          {publish === null ? (
            <PublishBox topic={topic.topic} />
          ) : (
            <WhyNoPublish reason={publish} owner={owner} />
          )}
        </Panel>
        <div className="lg:order-3">
          <MessageList feed={feed} filter={topic.topic} whole={seed.whole} nameOf={null} />
        </div>
      </div>
    </ChartsOfPage>
  );
}
