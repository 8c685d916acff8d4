"use client";

import { useId, useLayoutEffect, useRef } from "react";
import type { Span } from "#server/contract/buckets";
import { colourVariable } from "./colours";
import { createLinePainter, LINE_PARTS, type LinePart } from "./line-painter";
import type { Line } from "./lines";
import { paintOften } from "./painter";
import type { Plot } from "./plot";
import type { Scale } from "./use-scales";

type LiveLinesProps = {
  lines: readonly Line[];
  span: Span;
  scales: readonly Scale[];
  plot: Plot;
  /** Paint new points as they come; else with the frame, once a second. */
  often: boolean;
  /** The lines end with what is now. */
  ends: boolean;
};

type Paths = { [Part in LinePart]?: SVGPathElement | null };

/** The lines over Recharts' frame, set from the points themselves, so that neither React nor Recharts takes part in a new one. */
export function LiveLines({ lines, span, scales, plot, often, ends }: LiveLinesProps) {
  const paths = useRef<Paths[]>([]);
  const clip = useId();
  const { left, top, width, height } = plot;
  const { from, to } = span;
  useLayoutEffect(() => {
    if (!(width > 0) || !(to > from)) return;
    const painters = lines.map((line, index) => {
      const { low = 0, high = 1 } = scales.find(({ unit }) => unit === line.unit)?.axis ?? {};
      const set = (part: LinePart, d: string) => paths.current[index]?.[part]?.setAttribute("d", d);
      const paint = createLinePainter({ left, top, width, height, from, to, low, high }, ends, set);
      return () => paint(line.curve({ from, to }));
    });
    const paintAll = () => {
      for (const paint of painters) paint();
    };
    paintAll();
    return often ? paintOften(paintAll) : undefined;
  }, [lines, scales, often, ends, left, top, width, height, from, to]);
  const keep = (index: number, part: LinePart) => (path: SVGPathElement | null) => {
    paths.current[index] = { ...paths.current[index], [part]: path };
  };
  return (
    <>
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
            {LINE_PARTS.map((part) => (
              <path key={part} ref={keep(index, part)} {...looks(part, line.colour)} />
            ))}
          </g>
        ))}
      </g>
    </>
  );
}

function looks(part: LinePart, colour: number) {
  if (part === "band") return { stroke: "none", fill: colourVariable(colour), fillOpacity: 0.2 };
  return part === "dots" || part === "newDots" ? { strokeWidth: 6 } : {};
}
