"use client";

import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import type { Span } from "#server/contract/buckets";
import { zoomOf } from "@/_live/chart-span";
import { serverClock } from "@/_live/server-clock";
import { useOnScreen } from "@/_ui/use-on-screen";
import { chartsOf } from "./axes";
import { ChartTable } from "./chart-table";
import { useBegin, useChartView } from "./charts";
import type { DrawnNumber } from "./drawn-line";
import { Frame } from "./frame";
import { Legend } from "./legend";
import type { Line } from "./lines";
import { PastNote } from "./past-note";
import { Readout } from "./readout";
import { Sentence } from "./sentence";
import { shownSpan } from "./shown-span";
import { summaryOf } from "./summary";
import { useChartClock } from "./use-chart-clock";
import { useLines } from "./use-lines";
import { useWidth } from "./use-width";

export type LineChartProps = {
  /** What it shows, for those who hear it. */
  name: string;
  /** Must stay the same array while the numbers do. */
  numbers: readonly DrawnNumber[];
  height?: number;
  /** Names beside the colours; for one line alone its heading says what it is. */
  legend?: boolean;
};

/**
 * Some numbers over the span that the page shows, past and live in one. A third and fourth unit get a picture of their
 * own below.
 */
export function LineChart({ name, numbers, height = 176, legend = numbers.length > 1 }: LineChartProps) {
  const { lines, past } = useLines(numbers);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const pictures = useMemo(() => chartsOf(lines), [lines]);
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  return (
    <div className="grid gap-4">
      {pictures.map((group, index) => (
        <Picture
          key={group[0]?.id}
          name={name}
          lines={group}
          hidden={hidden}
          onToggle={toggle}
          height={height}
          legend={legend}
          waiting={past === "waiting"}
          note={index === pictures.length - 1 && <PastNote state={past} />}
        />
      ))}
    </div>
  );
}

type PictureProps = {
  name: string;
  lines: readonly Line[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
  height: number;
  legend: boolean;
  waiting: boolean;
  note: React.ReactNode;
};

/** One picture, with a sentence and a table of the same beside it. */
function Picture({ name, lines, hidden, onToggle, height, legend, waiting, note }: PictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const view = useChartView();
  const begin = useBegin();
  const seen = useOnScreen(box);
  const end = useChartClock(seen, serverClock.now);
  const shown = useMemo(() => lines.filter(({ id }) => !hidden.has(id)), [lines, hidden]);
  const moving = !zoomOf(view);
  const live = view.range === "5m" && moving;
  const span = end === null ? null : shownSpan(view, end, begin, shown);
  const silent = span !== null && !waiting && isSilent(shown, span);
  return (
    <figure data-chart={name}>
      {legend && <Legend lines={lines} hidden={hidden} onToggle={onToggle} />}
      {span ? <Readout lines={shown} span={span} /> : <div className="min-h-5" />}
      <div className="relative">
        <div ref={box} aria-hidden="true" className="relative [contain:strict]" style={{ height }}>
          {width > 0 && span && silent && <Silence />}
          {width > 0 && span && !silent && (
            <Frame
              lines={shown}
              span={span}
              width={width}
              height={height}
              often={live && seen}
              ends={moving}
            />
          )}
        </div>
        {note}
      </div>
      <figcaption className="sr-only [contain:strict]">
        <Sentence name={name} lines={shown} span={span} />
      </figcaption>
      <ChartTable name={name} lines={shown} span={span} />
    </figure>
  );
}

function isSilent(lines: readonly Line[], span: Span): boolean {
  return lines.every((line) => summaryOf(line.curve(span), span) === null);
}

function Silence() {
  const t = useTranslations("chart");
  return (
    <p className="grid h-full place-items-center rounded-small border border-dashed border-line text-small text-muted">
      {t("silence")}
    </p>
  );
}
