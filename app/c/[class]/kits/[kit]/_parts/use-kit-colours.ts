"use client";

import { useMemo, useSyncExternalStore } from "react";
import type { Feed } from "@/_live/feed";
import { coloursOf } from "@/_ui/chart/colours";
import { colourName } from "../../../topics/_parts/colour-name";
import type { Stream } from "./streams";

type ByField = ReadonlyMap<string, number>;

/** The colours of a kit's lines, by topic and field: all of one page apart from each other, as far as there are colours. */
export function useKitColours(feed: Feed, readings: readonly Stream[]): ReadonlyMap<string, ByField> {
  const read = () =>
    JSON.stringify(
      readings.map(({ topic }) => {
        const fields = [...(feed.logOf(topic)?.numbers.keys() ?? [])];
        return [topic, fields.length > 0 ? fields : [""]];
      }),
    );
  const key = useSyncExternalStore(feed.subscribe, read, read);
  return useMemo(() => {
    const topics = JSON.parse(key) as [string, string[]][];
    const colours = coloursOf(
      topics.flatMap(([topic, fields]) => fields.map((field) => colourName({ topic, field }))),
    );
    const colourOf = (topic: string, field: string) => colours.get(colourName({ topic, field })) ?? 1;
    return new Map(
      topics.map(([topic, fields]) => [
        topic,
        new Map(fields.map((field) => [field, colourOf(topic, field)])),
      ]),
    );
  }, [key]);
}
