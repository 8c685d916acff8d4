"use client";

import { clsx } from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo, useSyncExternalStore } from "react";
import type { Span } from "#server/contract/buckets";
import { Time } from "@/_ui/time";
import { useCharts } from "./charts";
import { colourVariable } from "./colours";
import type { Line } from "./lines";
import { digitsFor } from "./number-digits";
import { digitsLike, digitsOfMean, type Reach, valueAt } from "./summary";

/** From here on a time of day alone does not say which day. */
const DAYS_MS = 12 * 3_600_000;

/** How often the room for the values is measured by them. */
const ROOM_MS = 10_000;

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
      <Room lines={lines} span={span} />
      {inside && (
        <Values lines={lines} span={span} moment={moment} className="absolute right-0 bottom-0 bg-panel/90" />
      )}
    </div>
  );
}

/** As much as the newest values take, which need not be said anew with each of them. */
function Room({ lines, span }: ReadoutProps) {
  const turn = Math.floor(span.to / ROOM_MS);
  const days = span.to - span.from > DAYS_MS;
  const forms = lines.map((line) => formOf(line, span)).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the span goes on each second, what it says is as long
  return useMemo(
    () => <Values lines={lines} span={span} moment={span.to} className="invisible" />,
    [lines, forms, days, turn],
  );
}

/** What a line's values are said as: not at all, as they are, or with their lowest and highest. */
function formOf(line: Line, span: Span): "none" | "values" | "sums" {
  const curve = line.curve(span);
  if (!curve) return "none";
  return curve.band ? "sums" : "values";
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
    min === max
      ? format.number(min, digitsFor(min, digitsLike(curve)))
      : format.number(mean, digitsFor(mean, digitsOfMean(curve)));
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
            min: format.number(reach.min, digitsFor(reach.min, digitsLike(curve))),
            max: format.number(reach.max, digitsFor(reach.max, digitsLike(curve))),
          })}
          )
        </span>
      )}
    </span>
  );
}
