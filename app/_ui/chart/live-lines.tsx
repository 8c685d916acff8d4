"use client";

import { useEffect, useId, useRef } from "react";
import { usePlotArea } from "recharts";
import type { Span } from "#server/contract/buckets";
import { colourVariable } from "./colours";
import type { Curve } from "./curve";
import type { Line } from "./lines";
import { paintOften } from "./painter";
import { bandPath, dotPath, linePath, type Frame as PlotFrame } from "./path";
import type { Scale } from "./use-scales";

type LiveLinesProps = {
  lines: readonly Line[];
  span: Span;
  scales: readonly Scale[];
  /** Paint new points as they come; else with the frame, once a second. */
  often: boolean;
  /** The lines end with what is now. */
  ends: boolean;
};

type Painted = {
  band: SVGPathElement | null;
  line: SVGPathElement | null;
  dots: SVGPathElement | null;
};

/**
 * The lines inside Recharts' frame. A timer sets the paths from the points themselves, so that neither React nor
 * Recharts takes part in a new one.
 */
export function LiveLines({ lines, span, scales, often, ends }: LiveLinesProps) {
  const plot = usePlotArea();
  const paths = useRef<Painted[]>([]);
  const clip = useId();
  const { x: left = 0, y: top = 0, width = 0, height = 0 } = plot ?? {};
  const { from, to } = span;
  useEffect(() => {
    if (!(width > 0) || !(to > from)) return;
    const painted: unknown[] = [];
    const paint = () => {
      lines.forEach((line, index) => {
        const curve = line.curve({ from, to });
        const state = `${curve?.at.length} ${curve?.at.at(-1)} ${curve?.value.at(-1)}`;
        const scale = scales.find(({ unit }) => unit === line.unit);
        if (painted[index] === state || !scale) return;
        painted[index] = state;
        const { low, high } = scale.axis;
        draw(paths.current[index], curve, { left, top, width, height, from, to, low, high }, ends);
      });
    };
    paint();
    return often ? paintOften(paint) : undefined;
  }, [lines, scales, often, ends, left, top, width, height, from, to]);
  const keep = (index: number, part: keyof Painted) => (path: SVGPathElement | null) => {
    const entry = paths.current[index] ?? { band: null, line: null, dots: null };
    entry[part] = path;
    paths.current[index] = entry;
  };
  return (
    <g>
      <clipPath id={clip}>
        <rect x={left - 3} y={top - 3} width={width + 6} height={height + 6} />
      </clipPath>
      <g
        clipPath={`url(#${clip})`}
        fill="none"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {lines.map((line, index) => (
          <g key={line.id} stroke={colourVariable(line.colour)} data-series={line.id}>
            <path
              ref={keep(index, "band")}
              stroke="none"
              fill={colourVariable(line.colour)}
              fillOpacity={0.2}
            />
            <path ref={keep(index, "line")} />
            <path ref={keep(index, "dots")} strokeWidth="6" />
          </g>
        ))}
      </g>
    </g>
  );
}

function draw(paths: Painted | undefined, curve: Curve | null, frame: PlotFrame, ends: boolean): void {
  paths?.band?.setAttribute("d", curve ? bandPath(curve, frame) : "");
  paths?.line?.setAttribute("d", curve ? linePath(curve, frame) : "");
  paths?.dots?.setAttribute("d", curve ? dotPath(curve, frame, ends) : "");
}
