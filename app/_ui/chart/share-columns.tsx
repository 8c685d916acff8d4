"use client";

import { useMemo } from "react";
import type { Span } from "#server/contract/buckets";
import type { Feed } from "@/_live/feed";
import { gapOf } from "./path";
import { shade } from "./state-blocks";
import { useLines } from "./use-lines";

type ShareColumnsProps = {
  name: string;
  colour: number;
  feed: Feed;
  topic: string;
  span: Span;
  /** From here on its messages are drawn one by one. */
  until: number;
};

const FULL = 24;

/** A switch that has spoken too often to be drawn message by message: columns as dark as it was on. */
export function ShareColumns({ name, colour, feed, topic, span, until }: ShareColumnsProps) {
  const numbers = useMemo(
    () => [{ id: topic, topic, field: "", name, unit: null, colour, feed, since: 0 }],
    [topic, name, colour, feed],
  );
  const { lines } = useLines(numbers);
  const curve = lines[0]?.curve(span);
  if (!curve) return null;
  const share = (at: number) => (at - span.from) / (span.to - span.from);
  const gap = curve.gapMs ?? gapOf(curve.at);
  /** Where a column ends on the side of another: between the two, or short of a gap. */
  const edge = (at: number, other = at) =>
    share(at + Math.sign(other - at) * (Math.min(Math.abs(other - at), gap) / 2));
  return curve.at.map((at, index) => {
    const begin = Math.max(0, edge(at, curve.at[index - 1]));
    const end = Math.min(share(until), edge(at, curve.at[index + 1]));
    return (
      end > begin && (
        <div
          key={at}
          className="absolute inset-y-0"
          style={{
            left: `${begin * 100}%`,
            width: `${(end - begin) * 100}%`,
            background: shade(colour, FULL * (curve.value[index] ?? 0)),
          }}
        />
      )
    );
  });
}
