"use client";

import { memo } from "react";
import { Line as AxisLine, CartesianGrid, LineChart, XAxis, YAxis } from "recharts";
import { type Plot, TIMES_HEIGHT } from "./plot";
import { TICK } from "./tick";
import type { Scale } from "./use-scales";

type AxesFrameProps = { scales: readonly Scale[]; plot: Plot; width: number; height: number };

/**
 * Recharts draws the frame: the grid, an axis of values for each unit, and the line below which the times stand. Nothing
 * of it moves with the time, so that it is drawn anew only where a scale or the size changes.
 */
export const AxesFrame = memo(({ scales, plot, width, height }: AxesFrameProps) => {
  const { left, top } = plot;
  const right = width - left - plot.width;
  const corners = [
    { share: 0, left: scales[0]?.axis.low, right: scales[1]?.axis.low },
    { share: 1, left: scales[0]?.axis.high, right: scales[1]?.axis.high },
  ];
  return (
    <LineChart
      width={width}
      height={height}
      data={corners}
      margin={{ top, right: scales.length > 1 ? 0 : right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" yAxisId="left" />
      <XAxis
        dataKey="share"
        type="number"
        domain={[0, 1]}
        height={TIMES_HEIGHT}
        tick={false}
        tickLine={false}
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
    </LineChart>
  );
});
AxesFrame.displayName = "AxesFrame";
