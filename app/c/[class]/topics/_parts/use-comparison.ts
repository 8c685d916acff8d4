"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useFeeds } from "@/_live/use-feeds";
import { useChartView } from "@/_ui/chart/charts";
import { coloursOf } from "@/_ui/chart/colours";
import type { DrawnNumber } from "@/_ui/chart/drawn-line";
import { colourName } from "./colour-name";
import { choicesOf, type LineChoice, type Noted, pathOf } from "./line-choices";
import type { OwnFeed } from "./own-feed";

/**
 * The lines that were picked to be seen together, to be drawn; null where nobody has picked any. `drawn` are those
 * that the page has in its other charts: they keep their colours.
 */
export function useComparison(
  topics: readonly Noted[],
  own: OwnFeed,
  drawn: ByTopic,
): readonly DrawnNumber[] | null {
  const t = useTranslations("chart.compare");
  const { lines } = useChartView();
  const picked = useMemo(() => pickedOf(lines ?? [], topics, own), [lines, topics, own]);
  const foreign = useMemo(() => {
    const others = new Set(picked.map(({ topic }) => topic).filter((topic) => !own.has(topic)));
    return topics.filter(({ topic }) => others.has(topic));
  }, [picked, topics, own]);
  const feeds = useFeeds(foreign);
  return useMemo(() => {
    if (lines === null) return null;
    const colours = coloursOf([...new Set([...namesOf(drawn), ...picked.map(colourName)])]);
    const isAlone = aloneIn(picked);
    return picked.flatMap((choice) => {
      const from = own.has(choice.topic) ? own : feeds.get(choice.topic);
      if (!from) return [];
      const { id, topic, field, topicName, unit } = choice;
      const called = isAlone(topicName) ? topicName : pathOf(topic);
      const name = field === "" ? called : t("of", { topic: called, field });
      return [
        {
          id,
          topic,
          field,
          name,
          unit,
          colour: colours.get(colourName(choice)) ?? 1,
          feed: from.feed,
          since: from.since,
        },
      ];
    });
  }, [lines, picked, own, drawn, feeds, t]);
}

/** Colours by topic and field. */
type ByTopic = ReadonlyMap<string, ReadonlyMap<string, number>>;

const namesOf = (drawn: ByTopic) =>
  [...drawn].flatMap(([topic, fields]) => [...fields.keys()].map((field) => colourName({ topic, field })));

/** Whether only one topic of a choice is called so: kits of a class have streams of the same names. */
function aloneIn(picked: readonly LineChoice[]): (topicName: string) => boolean {
  const called = [...new Map(picked.map(({ topic, topicName }) => [topic, topicName])).values()];
  return (topicName) => called.filter((name) => name === topicName).length <= 1;
}

/** In the order in which they were picked; what is not there (any more) is left out. */
function pickedOf(ids: readonly string[], topics: readonly Noted[], own: OwnFeed): LineChoice[] {
  const choices = new Map(choicesOf(topics, own.feed).map((choice) => [choice.id, choice]));
  return ids.flatMap((id) => choices.get(id) ?? []);
}
