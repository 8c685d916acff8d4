"use client";

import { useMemo } from "react";
import type { Span } from "#server/contract/buckets";
import { AxesFrame } from "./axes-frame";
import type { Line } from "./lines";
import { LiveLines } from "./live-lines";
import { plotOf } from "./plot";
import { PlotPointer } from "./plot-pointer";
import { TimeMarks } from "./time-marks";
import { useScales } from "./use-scales";

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

/** A chart in layers: Recharts' frame, what moves over it, and what the pointer does. */
export function Frame({ lines, span, width, height, often, ends }: FrameProps) {
  const scales = useScales(lines, span);
  const plot = useMemo(() => plotOf(scales, width, height), [scales, width, height]);
  const { left, top } = plot;
  const inset = { left, right: width - left - plot.width, top, bottom: height - top - plot.height };
  return (
    <div data-plot="" className="absolute inset-0">
      <AxesFrame scales={scales} plot={plot} width={width} height={height} />
      <svg width={width} height={height} aria-hidden="true" className="absolute inset-0">
        <TimeMarks span={span} plot={plot} />
        <LiveLines lines={lines} span={span} scales={scales} plot={plot} often={often} ends={ends} />
      </svg>
      <PlotPointer span={span} inset={inset} />
    </div>
  );
}
