"use client";

import { useMemo } from "react";
import type { Feed } from "@/_live/feed";
import { useFields } from "@/_live/use-filter";
import { coloursOf } from "@/_ui/chart/colours";

/** The colour of each field of a topic; the empty field is the topic itself. The same on every page. */
export function useColours(feed: Feed, topic: string): ReadonlyMap<string, number> {
  const fields = useFields(feed, topic);
  return useMemo(() => {
    const all = fields.length > 0 ? fields : [""];
    const colours = coloursOf(all.map((field) => (field === "" ? topic : `${topic}.${field}`)));
    return new Map(all.map((field, index) => [field, [...colours.values()][index] ?? 1]));
  }, [fields, topic]);
}
