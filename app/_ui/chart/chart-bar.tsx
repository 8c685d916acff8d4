"use client";

import { ChevronLeft, ChevronRight, Undo2, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Span } from "#server/contract/buckets";
import {
  back,
  type ChartView,
  chooseRange,
  isAtNow,
  isRange,
  RANGES,
  type Range,
  shift,
  spanOf,
  zoomIn,
  zoomOf,
  zoomOut,
} from "@/_live/chart-span";
import { serverClock } from "@/_live/server-clock";
import { useHydrated } from "@/_ui/hydrated";
import { IconButton } from "@/_ui/icon-button";
import { Segments } from "@/_ui/segments";
import { useCharts, useChartView } from "./charts";
import { useSpanWords } from "./use-span-words";

const ALL = Object.keys(RANGES).filter(isRange);

/** What span the charts of the page show: ranges that end now, and the way into what was, by keyboard as well. */
export function ChartBar({ children }: { children?: ReactNode }) {
  const t = useTranslations("chart");
  const { show, pointed } = useCharts();
  const view = useChartView();
  const hydrated = useHydrated();
  const zoomed = zoomOf(view) !== null;
  const choose = (range: Range) => {
    pointed.set(null);
    show(chooseRange(view, range));
  };
  return (
    <div className="grid gap-1">
      <fieldset
        disabled={!hydrated}
        className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2 disabled:opacity-60"
      >
        <Segments<Range | "zoom">
          label={t("range.label")}
          value={zoomed ? "zoom" : view.range}
          onChange={(next) => next !== "zoom" && choose(next)}
          options={ALL.map((value) => ({ value, label: t(`range.${value}`) }))}
        />
        <Moves />
        {children && <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>}
      </fieldset>
      <p aria-live="polite" className="min-h-5 text-small text-muted">
        {zoomed ? <Zoomed /> : <span aria-hidden="true">{t("move.hint")}</span>}
      </p>
    </div>
  );
}

function Zoomed() {
  const t = useTranslations("chart.move");
  return t("shown", { span: useSpanWords() });
}

/** Earlier, later, closer, further off, and back to where one was. */
function Moves() {
  const t = useTranslations("chart.move");
  const { show, begin, pointed } = useCharts();
  const view = useChartView();
  const act = (change: (seen: Span, now: number) => ChartView) => () => {
    const now = serverClock.now();
    pointed.set(null);
    show(change(spanOf(view, now, begin.read()), now));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is a part of a form
    <div role="group" aria-label={t("label")} className="flex">
      <IconButton
        label={t("earlier")}
        icon={<ChevronLeft aria-hidden />}
        onClick={act((seen, now) => shift(view, seen, -1, now))}
      />
      <IconButton
        label={t("later")}
        icon={<ChevronRight aria-hidden />}
        disabled={isAtNow(view, serverClock.now())}
        onClick={act((seen, now) => shift(view, seen, 1, now))}
      />
      <IconButton label={t("in")} icon={<ZoomIn aria-hidden />} onClick={act((seen) => zoomIn(view, seen))} />
      <IconButton
        label={t("out")}
        icon={<ZoomOut aria-hidden />}
        onClick={act((seen, now) => zoomOut(view, seen, now))}
      />
      <IconButton
        label={t("back")}
        icon={<Undo2 aria-hidden />}
        disabled={zoomOf(view) === null}
        onClick={act(() => back(view))}
      />
    </div>
  );
}
