"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo } from "react";
import type { Feed } from "@/_live/feed";
import { useTopicView } from "@/_live/use-filter";
import { TopicChart } from "../../../topics/_parts/topic-chart";
import { useColours } from "../../../topics/_parts/use-colours";
import { ValueView } from "../../../topics/_parts/value-view";
import type { Stream } from "./streams";
import { topicHref } from "./topic-href";

/** One stream of a kit: what it says now, and the last minutes of it. */
export const StreamPanel = memo(({ feed, stream }: { feed: Feed; stream: Stream }) => {
  const t = useTranslations("kit.streams");
  const view = useTopicView(feed, stream.topic);
  const colours = useColours(feed, stream.topic);
  const name = stream.label ?? stream.name;
  return (
    <article className="min-w-0 rounded-panel border border-line bg-panel p-4">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="min-w-0 font-semibold break-all">
          <Link
            href={topicHref(stream.topic)}
            aria-label={t("open", { name })}
            className="inline-flex items-center gap-0.5 hover:underline"
          >
            {name}
            <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
          </Link>
        </h2>
      </div>
      <div className="mt-1 mb-3">
        <ValueView feed={feed} view={view} name={name} unit={stream.unit} colours={colours} />
      </div>
      <TopicChart feed={feed} topic={stream.topic} name={name} unit={stream.unit} colours={colours} />
    </article>
  );
});
StreamPanel.displayName = "StreamPanel";
