"use client";

import { clsx } from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import type { Span } from "#server/contract/buckets";
import { Time } from "@/_ui/time";
import { useCharts } from "./charts";
import { colourVariable } from "./colours";
import type { Line } from "./lines";
import { digitsLike, digitsOfMean, type Reach, valueAt } from "./summary";

/** From here on a time of day alone does not say which day. */
const DAYS_MS = 12 * 3_600_000;

type ReadoutProps = { lines: readonly Line[]; span: Span };

/**
 * What the lines were at the moment under the pointer: the value, or the mean of several with lowest and highest. Its
 * place above the plot is kept while nobody points, so that it covers nothing and moves nothing.
 */
export function Readout({ lines, span }: ReadoutProps) {
  const { pointed } = useCharts();
  const moment = useSyncExternalStore(pointed.subscribe, pointed.read, () => null);
  const inside = moment !== null && moment >= span.from && moment <= span.to;
  return (
    <div aria-hidden="true" className="pointer-events-none relative text-small tabular-nums">
      <Values lines={lines} span={span} moment={span.to} className="invisible" />
      {inside && (
        <Values lines={lines} span={span} moment={moment} className="absolute right-0 bottom-0 bg-panel/90" />
      )}
    </div>
  );
}

function Values({ lines, span, moment, className }: ReadoutProps & { moment: number; className: string }) {
  return (
    <div
      className={clsx("flex min-h-5 max-w-full flex-wrap items-center justify-end gap-x-3 px-2", className)}
    >
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
  const meanText = ({ mean, min, max }: Reach) =>
    min === max ? format.number(min, digitsLike(curve)) : format.number(mean, digitsOfMean(curve));
  return (
    <span className="inline-flex items-center gap-1">
      <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2">
        <circle cx="4" cy="4" r="4" fill={colourVariable(line.colour)} />
      </svg>
      {reach === null ? "–" : meanText(reach)}
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
