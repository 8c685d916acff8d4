"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";
import { Line as AxisLine, CartesianGrid, LineChart, XAxis, YAxis } from "recharts";
import type { Span } from "#server/contract/buckets";
import type { Line } from "./lines";
import { LiveLines } from "./live-lines";
import { PlotPointer } from "./plot-pointer";
import { tickText } from "./tick-text";
import { timeTicks } from "./time-ticks";
import { useScales } from "./use-scales";
import { readersZone } from "./zone";

/** What a time needs to stand beside the next one. */
const TIME_PX = 78;
const TICK = { fill: "var(--color-muted)", fontSize: 12, style: { fontVariantNumeric: "tabular-nums" } };
const RIGHT_MARGIN = 8;
const TOP_MARGIN = 8;
const UNITS_MARGIN = 22;
const TIMES_HEIGHT = 24;

type FrameProps = {
  lines: readonly Line[];
  span: Span;
  width: number;
  height: number;
  /** New points are painted as they come, not only with the frame. */
  often: boolean;
  /** The lines end with what is now. */
  ends: boolean;
};

/** Recharts draws frame and axes, for each unit one; the lines are painted by LiveLines. */
export function Frame({ lines, span, width, height, often, ends }: FrameProps) {
  const scales = useScales(lines, span);
  const { from, to } = span;
  const corners = [
    { at: from, left: scales[0]?.axis.low, right: scales[1]?.axis.low },
    { at: to, left: scales[0]?.axis.high, right: scales[1]?.axis.high },
  ];
  const left = scales[0]?.width ?? 0;
  const right = scales[1]?.width ?? RIGHT_MARGIN;
  const times = useTimes(span, width - left - right);
  const top = scales.length > 1 ? UNITS_MARGIN : TOP_MARGIN;
  return (
    <>
      <LineChart
        width={width}
        height={height}
        data={corners}
        margin={{ top, right: scales.length > 1 ? 0 : RIGHT_MARGIN, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--color-line)" yAxisId="left" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          ticks={times.ticks}
          tickFormatter={times.text}
          interval={0}
          height={TIMES_HEIGHT}
          tickLine={false}
          tick={TICK}
          axisLine={{ stroke: "var(--color-line)" }}
        />
        {scales.map(({ side, axis, label, width: room }) => (
          <YAxis
            key={side}
            yAxisId={side}
            orientation={side}
            type="number"
            domain={[axis.low, axis.high]}
            ticks={axis.ticks}
            tickFormatter={label}
            interval={0}
            width={room}
            tickLine={false}
            axisLine={false}
            tick={TICK}
          />
        ))}
        {/* Recharts has domains only where there is a line of its own. */}
        {scales.map(({ side }) => (
          <AxisLine
            key={side}
            yAxisId={side}
            dataKey={side}
            stroke="none"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
        {scales.length > 1 &&
          scales.map(({ side, unit }) => (
            <text
              key={side}
              x={side === "left" ? left - 6 : width - right + 6}
              y={12}
              textAnchor={side === "left" ? "end" : "start"}
              fill="var(--color-muted)"
              fontSize={12}
            >
              {unit ?? "–"}
            </text>
          ))}
        <LiveLines lines={lines} span={span} scales={scales} often={often} ends={ends} />
      </LineChart>
      <PlotPointer span={span} inset={{ left, right, top, bottom: TIMES_HEIGHT }} />
    </>
  );
}

/** The marks of the time axis; one at the very edge would be cut off there. */
function useTimes(span: Span, width: number) {
  const locale = useLocale();
  return useMemo(() => {
    const { name, zone } = readersZone();
    const { ticks, form } = timeTicks(span, Math.max(1, Math.floor(width / TIME_PX)), zone);
    const text = tickText(locale, name, zone, form);
    const pixel = (span.to - span.from) / width;
    return { ticks: ticks.filter((at) => at <= span.to - (text(at).length * 3.2 - 6) * pixel), text };
  }, [locale, span, width]);
}
