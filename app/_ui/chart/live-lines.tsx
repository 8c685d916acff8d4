"use client";

import { type PointerEvent, useEffect, useId, useRef } from "react";
import { usePlotArea, useXAxisDomain, useYAxisDomain } from "recharts";
import type { Store } from "@/_live/store";
import { colourVariable } from "./colours";
import type { Line } from "./lines";
import { paintOften } from "./painter";
import { dotPath, type Frame, linePath } from "./path";

/**
 * The lines inside Recharts' frame. A timer sets the paths from the series themselves, so that neither React nor
 * Recharts takes part in a new point. The pointer's moment goes to `pointed`.
 */
export function LiveLines({ lines, pointed }: { lines: readonly Line[]; pointed: Store<number | null> }) {
  const frame = useFrame();
  const paths = useRef<(SVGPathElement | null)[]>([]);
  const dots = useRef<(SVGPathElement | null)[]>([]);
  const clip = useId();
  const { left = 0, top = 0, width = 0, height = 0, from = 0, to = 0, low = 0, high = 0 } = frame ?? {};
  useEffect(() => {
    if (!(width > 0) || !(to > from) || !(high > low)) return;
    const painted: string[] = [];
    const paint = () => {
      lines.forEach((line, index) => {
        const series = line.series();
        const state = `${series?.at.length} ${series?.at.at(-1)}`;
        if (painted[index] === state) return;
        painted[index] = state;
        const area = { left, top, width, height, from, to, low, high };
        paths.current[index]?.setAttribute("d", series ? linePath(series, area) : "");
        dots.current[index]?.setAttribute("d", series ? dotPath(series, area) : "");
      });
    };
    paint();
    return paintOften(paint);
  }, [lines, left, top, width, height, from, to, low, high]);

  const point = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    pointed.set(from + Math.min(1, Math.max(0, share)) * (to - from));
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
          <g key={line.id} stroke={colourVariable(line.colour)}>
            <path
              ref={(path) => {
                paths.current[index] = path;
              }}
            />
            <path
              strokeWidth="6"
              ref={(path) => {
                dots.current[index] = path;
              }}
            />
          </g>
        ))}
      </g>
      <rect
        x={left}
        y={top}
        width={width}
        height={height}
        fill="transparent"
        onPointerMove={point}
        onPointerLeave={() => pointed.set(null)}
      />
    </g>
  );
}

/** The plot area and what stands at its edges, as Recharts has laid them out. */
function useFrame(): Frame | null {
  const plot = usePlotArea();
  const times = useXAxisDomain();
  const values = useYAxisDomain();
  if (!plot || !times || !values) return null;
  const [from, to, low, high] = [times[0], times.at(-1), values[0], values.at(-1)].map(Number);
  if (from === undefined || to === undefined || low === undefined || high === undefined) return null;
  return { left: plot.x, top: plot.y, width: plot.width, height: plot.height, from, to, low, high };
}
