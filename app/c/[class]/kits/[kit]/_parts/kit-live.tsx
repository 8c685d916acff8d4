"use client";

import { useMemo, useState } from "react";
import type { Kit, Topic } from "#server/contract/shapes";
import { type Seed, useFeed, useTopicNames } from "@/_live/use-filter";
import { useKitPresence } from "@/_live/use-presence";
import { ChartsOfPage } from "@/_ui/chart/charts";
import { FeedEnded } from "../../../topics/_parts/feed-ended";
import { MessageList } from "../../../topics/_parts/message-list";
import { Connect } from "./connect";
import type { KitConnection } from "./connection";
import { Controls, type NoCommand } from "./controls";
import { KitCharts } from "./kit-charts";
import { Refused } from "./refused";
import { streamsOf } from "./streams";
import { Waiting } from "./waiting";

export type KitLiveProps = {
  class: string;
  kit: Kit;
  /** When the server began to read it. */
  at: number;
  topics: readonly Topic[];
  seed: Seed;
  connection: KitConnection;
  noCommand: NoCommand | null;
};

/** What a page is drawn with reaches back so far (read-seed.ts). */
const SEED_MS = 5 * 60_000;

/** The live part of a kit's page: waiting until the kit speaks, then its readings, controls and messages. */
export function KitLive({ class: className, kit, at, topics, seed, connection, noCommand }: KitLiveProps) {
  const base = `${className}/${kit.slug}`;
  const { feed, status } = useFeed(`${base}/#`, seed);
  const { online } = useKitPresence(className, kit, at);
  const heard = useTopicNames(feed);
  const { readings, commands } = useMemo(() => streamsOf(topics, heard), [topics, heard]);
  const labels = useMemo(() => new Map(topics.map(({ topic, label }) => [topic, label])), [topics]);
  const nameOf = (topic: string) => labels.get(topic) ?? topic.slice(base.length + 1);
  const mayConnect = connection.key !== null;
  const [since] = useState(seed.at - SEED_MS);
  const own = useMemo(
    () => ({ feed, since, has: (topic: string) => topic.startsWith(`${base}/`) }),
    [feed, since, base],
  );

  if (readings.length === 0 && commands.length === 0)
    return (
      <>
        <FeedEnded status={status} />
        <Refused feed={feed} base={base} />
        <Waiting connection={connection} online={online} ways={mayConnect} />
      </>
    );
  return (
    <>
      <FeedEnded status={status} />
      <Refused feed={feed} base={base} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem] xl:grid-rows-[auto_1fr]">
        <ChartsOfPage>
          <KitCharts name={kit.name} own={own} readings={readings} topics={topics} />
        </ChartsOfPage>
        <div className="grid min-w-0 gap-6 xl:row-span-2">
          <Controls
            feed={feed}
            base={base}
            commands={commands}
            readings={readings}
            online={online}
            whyNot={noCommand}
            owner={kit.owner?.name ?? null}
          />
          {mayConnect && <Connect connection={connection} />}
        </div>
        <MessageList feed={feed} filter={`${base}/#`} whole={seed.whole} nameOf={nameOf} />
      </div>
    </>
  );
}
