"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import { Line as AxisLine, CartesianGrid, LineChart, XAxis, YAxis } from "recharts";
import { createStore } from "@/_live/store";
import { timeTicks, valueAxis } from "./axis";
import { ChartTable } from "./chart-table";
import { Legend } from "./legend";
import type { Line } from "./lines";
import { LiveLines } from "./live-lines";
import { Readout } from "./readout";
import { digitsLike, type Summary, summaryOf } from "./summary";
import { useChartClock } from "./use-chart-clock";
import { useWidth } from "./use-width";

export const SPAN_MS = 5 * 60_000;
/** A stream that has just begun fills its chart soon. */
const SHORTEST_SPAN_MS = 60_000;
/** New points appear at the right edge before the frame has moved on. */
const LEAD_MS = 1000;
const CHARACTER_PX = 7.2;
/** What a time needs to stand beside the next one. */
const TIME_PX = 78;

export type LiveChartProps = {
  /** What it shows, for those who hear it. */
  name: string;
  /** Must stay the same array while the lines do. */
  lines: readonly Line[];
  /** The time at the right edge: the server's, in milliseconds. Must stay the same function. */
  now: () => number;
  height?: number;
  /** Names beside the colours; for one line alone its heading says what it is. */
  legend?: boolean;
};

/**
 * The last five minutes of some numbers, live. Recharts draws frame and axes once a second; the lines are painted
 * by LiveLines. Beside the picture there is a sentence and a table.
 */
export function LiveChart({ name, lines, now, height = 176, legend = lines.length > 1 }: LiveChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const end = useChartClock(box, now);
  const [pointed] = useState(() => createStore<number | null>(null));
  return (
    <figure>
      {legend && <Legend lines={lines} />}
      <div ref={box} aria-hidden="true" className="relative [contain:strict]" style={{ height }}>
        {width > 0 && end !== null && isSilent(lines, end) && <Silence />}
        {width > 0 && end !== null && !isSilent(lines, end) && (
          <Frame lines={lines} end={end} width={width} height={height} pointed={pointed} />
        )}
        <Readout lines={lines} pointed={pointed} />
      </div>
      <figcaption className="sr-only">
        <Sentence name={name} lines={lines} end={end} />
      </figcaption>
      <ChartTable name={name} lines={lines} end={end} />
    </figure>
  );
}

type FrameProps = {
  lines: readonly Line[];
  end: number;
  width: number;
  height: number;
  pointed: ReturnType<typeof createStore<number | null>>;
};

function Frame({ lines, end, width, height, pointed }: FrameProps) {
  const format = useFormatter();
  const from = end - spanOf(lines, end);
  const to = end + LEAD_MS;
  const axis = useAxis(lines, from);
  const label = (value: number) =>
    format.number(value, {
      minimumFractionDigits: axis.digits,
      maximumFractionDigits: axis.digits,
      ...(Math.abs(value) >= 1e6 ? { notation: "compact" as const } : {}),
    });
  const longest = Math.max(...axis.ticks.map((tick) => label(tick).length));
  const corners = [
    { at: from, value: axis.low },
    { at: to, value: axis.high },
  ];
  const times = timeTicks(from, to, Math.max(1, Math.floor(width / TIME_PX)));
  // A time at the very edge would be cut off there.
  const edge = to - ((to - from) / width) * (times.seconds ? TIME_PX : TIME_PX / 2) * 0.4;
  return (
    <LineChart
      width={width}
      height={height}
      data={corners}
      margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" />
      <XAxis
        dataKey="at"
        type="number"
        domain={[from, to]}
        ticks={times.ticks.filter((at) => at <= edge)}
        tickFormatter={(at: number) => clockText(at, times.seconds)}
        interval={0}
        height={24}
        tickLine={false}
        tick={TICK}
        axisLine={{ stroke: "var(--color-line)" }}
      />
      <YAxis
        type="number"
        domain={[axis.low, axis.high]}
        ticks={axis.ticks}
        tickFormatter={label}
        interval={0}
        width={Math.ceil(longest * CHARACTER_PX) + 12}
        tickLine={false}
        axisLine={false}
        tick={TICK}
      />
      {/* Recharts has domains only where there is a line of its own. */}
      <AxisLine dataKey="value" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
      <LiveLines lines={lines} pointed={pointed} />
    </LineChart>
  );
}

const TICK = { fill: "var(--color-muted)", fontSize: 12, style: { fontVariantNumeric: "tabular-nums" } };

/** In the reader's zone: this is drawn in the browser alone. */
function clockText(at: number, seconds: boolean): string {
  const time = new Date(at);
  const parts = [time.getHours(), time.getMinutes(), ...(seconds ? [time.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Five minutes, or less while the lines are younger: they begin at the left edge then. */
function spanOf(lines: readonly Line[], end: number): number {
  const begins = lines.map((line) => line.series()?.at[0] ?? end);
  return Math.min(SPAN_MS, Math.max(SHORTEST_SPAN_MS, end - Math.min(...begins)));
}

function isSilent(lines: readonly Line[], end: number): boolean {
  return lines.every((line) => (line.series()?.at.at(-1) ?? 0) < end - SPAN_MS);
}

function Silence() {
  const t = useTranslations("kit.chart");
  return (
    <p className="grid h-full place-items-center rounded-small border border-dashed border-line text-small text-muted">
      {t("silence")}
    </p>
  );
}

function useAxis(lines: readonly Line[], from: number) {
  const found = lines.map((line) => summaryOf(line.series(), from)).filter((one) => one !== null);
  const min = Math.min(...found.map((one) => one.min));
  const max = Math.max(...found.map((one) => one.max));
  return useMemo(() => valueAxis(min, max), [min, max]);
}

function Sentence({ name, lines, end }: { name: string; lines: readonly Line[]; end: number | null }) {
  const t = useTranslations("kit.chart");
  const format = useFormatter();
  const say = (line: Line, { latest, min, max }: Summary) => {
    const number = (value: number) => format.number(value, digitsLike(line.series()));
    return t("line", {
      name: line.name,
      latest: number(latest),
      min: number(min),
      max: number(max),
      unit: line.unit ? ` ${line.unit}` : "",
    });
  };
  const said = lines.map((line) => {
    const summary = end === null ? null : summaryOf(line.series(), end - SPAN_MS);
    return summary ? say(line, summary) : t("lineEmpty", { name: line.name });
  });
  return `${t("sentence", { name })} ${said.join(" ")}`;
}
