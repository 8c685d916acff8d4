"use client";

import { useFormatter } from "next-intl";
import { useSyncExternalStore } from "react";
import type { Store } from "@/_live/store";
import { Time } from "@/_ui/time";
import { colourVariable } from "./colours";
import type { Line } from "./lines";
import { digitsLike, valueAt } from "./summary";

const REACH_MS = 5000;

/** What the lines were at the moment under the pointer. */
export function Readout({ lines, pointed }: { lines: readonly Line[]; pointed: Store<number | null> }) {
  const format = useFormatter();
  const moment = useSyncExternalStore(pointed.subscribe, pointed.read, () => null);
  if (moment === null) return null;
  const values = lines.map((line) => ({ line, value: valueAt(line.series(), moment, REACH_MS) }));
  return (
    <div className="pointer-events-none absolute top-1 right-2 flex flex-wrap items-center gap-x-3 rounded-small bg-panel/90 px-1.5 text-small tabular-nums">
      <span className="text-muted">
        <Time at={moment} form="clock" />
      </span>
      {values.map(({ line, value }) => (
        <span key={line.id} className="inline-flex items-center gap-1">
          <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2">
            <circle cx="4" cy="4" r="4" fill={colourVariable(line.colour)} />
          </svg>
          {value === null ? "–" : format.number(value, digitsLike(line.series()))}
          {value !== null && line.unit && <span className="text-muted">{line.unit}</span>}
        </span>
      ))}
    </div>
  );
}
