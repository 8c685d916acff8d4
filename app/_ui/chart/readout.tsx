"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import type { Span } from "#server/contract/buckets";
import { Time } from "@/_ui/time";
import { useCharts } from "./charts";
import { colourVariable } from "./colours";
import type { Line } from "./lines";
import { digitsLike, digitsOfMean, valueAt } from "./summary";

/** From here on a time of day alone does not say which day. */
const DAYS_MS = 12 * 3_600_000;

/** What the lines were at the moment under the pointer: the value, or the mean of several with lowest and highest. */
export function Readout({ lines, span }: { lines: readonly Line[]; span: Span }) {
  const { pointed } = useCharts();
  const moment = useSyncExternalStore(pointed.subscribe, pointed.read, () => null);
  if (moment === null || moment < span.from || moment > span.to) return null;
  return (
    <div className="pointer-events-none absolute top-0 right-2 flex max-w-full flex-wrap items-center justify-end gap-x-3 rounded-small bg-panel/90 px-1.5 text-small tabular-nums">
      <span className="text-muted">
        <Time at={moment} form={span.to - span.from > DAYS_MS ? "moment" : "clock"} />
      </span>
      {lines.map((line) => (
        <LineValue key={line.id} line={line} span={span} moment={moment} />
      ))}
    </div>
  );
}

function LineValue({ line, span, moment }: { line: Line; span: Span; moment: number }) {
  const t = useTranslations("chart");
  const format = useFormatter();
  const curve = line.curve(span);
  const reach = valueAt(curve, moment);
  return (
    <span className="inline-flex items-center gap-1">
      <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2">
        <circle cx="4" cy="4" r="4" fill={colourVariable(line.colour)} />
      </svg>
      {reach === null
        ? "–"
        : format.number(reach.mean, reach.min === reach.max ? digitsLike(curve) : digitsOfMean(curve))}
      {reach !== null && line.unit && <span className="text-muted">{line.unit}</span>}
      {reach !== null && reach.min !== reach.max && (
        <span className="text-muted">
          (
          {t("between", {
            min: format.number(reach.min, digitsLike(curve)),
            max: format.number(reach.max, digitsLike(curve)),
          })}
          )
        </span>
      )}
    </span>
  );
}
