"use client";

import { useTranslations } from "next-intl";
import { useRef, useSyncExternalStore } from "react";
import type { Span } from "#server/contract/buckets";
import { spanOf } from "@/_live/chart-span";
import type { Feed } from "@/_live/feed";
import { MOST_STATES } from "@/_live/past-states";
import { serverClock } from "@/_live/server-clock";
import { Time } from "@/_ui/time";
import { useOnScreen } from "@/_ui/use-on-screen";
import { useBegin, useCharts, useChartView } from "./charts";
import { PastNote } from "./past-note";
import { PlotPointer } from "./plot-pointer";
import { ShareColumns } from "./share-columns";
import { StateBlocks } from "./state-blocks";
import { wordColours } from "./state-colours";
import { countChanges, lumpSpans, type StateSpan, stateSpans } from "./state-spans";
import { StateTable } from "./state-table";
import { isSwitch, useStateWord } from "./state-word";
import { useChartClock } from "./use-chart-clock";
import { useSpanWords } from "./use-span-words";
import { useStates } from "./use-states";

/** Narrower stretches cannot be seen. */
const LEAST = 1 / 300;
const DAYS_MS = 12 * 3_600_000;

type StateStripProps = { name: string; colour: number; feed: Feed; topic: string };

/** A switch or words over the span that the page shows: which state it was in, from when to when. */
export function StateStrip({ name, colour, feed, topic }: StateStripProps) {
  const t = useTranslations("chart");
  const say = useStateWord();
  const words = useSpanWords();
  const box = useRef<HTMLDivElement>(null);
  const end = useChartClock(useOnScreen(box), serverClock.now);
  const view = useChartView();
  const begin = useBegin();
  const { states, past, cut } = useStates(feed, topic);
  const span = end === null ? null : spanOf(view, end, begin);
  const spans = span && end !== null ? stateSpans(states(), span.from, span.to) : [];
  const last = spans.findLast(({ text }) => text !== null)?.text ?? null;
  const ended = spans.at(-1)?.text === null;
  const shared = cut !== null && spans.every(({ text }) => text === null || isSwitch(text));
  return (
    <figure data-chart={name}>
      <div className="relative">
        <div ref={box} aria-hidden="true" className="relative h-8 overflow-hidden rounded-small bg-sunken">
          {span && shared && <ShareColumns {...{ name, colour, feed, topic, span }} until={cut} />}
          <StateBlocks spans={lumpSpans(spans, LEAST)} colour={colour} words={wordColours(states())} />
          {span && <PlotPointer span={span} inset={{ left: 0, right: 0, top: 0, bottom: 0 }} />}
        </div>
        <PastNote state={past} />
      </div>
      <figcaption className="mt-1 text-small text-muted">
        {span && <Ends span={span} spans={spans} />}
        <span className="sr-only">
          {t("sentence", { name, span: words })}{" "}
          {last === null
            ? t("lineEmpty", { name })
            : t(ended ? "stateEnded" : "state", { name, state: say(last), changes: countChanges(spans) })}
        </span>
        {cut !== null && <p>{shared ? t("strip.share") : t("strip.cut", { count: MOST_STATES })}</p>}
      </figcaption>
      <StateTable name={name} spans={spans} />
    </figure>
  );
}

/** When the strip begins and ends, and between them what it was at the moment under the pointer. */
function Ends({ span, spans }: { span: Span; spans: readonly StateSpan[] }) {
  const say = useStateWord();
  const { pointed } = useCharts();
  const moment = useSyncExternalStore(pointed.subscribe, pointed.read, () => null);
  const form = span.to - span.from > DAYS_MS ? "moment" : "clock";
  const inside = moment !== null && moment >= span.from && moment <= span.to;
  const share = inside ? (moment - span.from) / (span.to - span.from) : 0;
  const found = spans.find(({ left, width }) => share >= left && share < left + width);
  return (
    <div aria-hidden="true" className="flex justify-between gap-3">
      <Time at={span.from} form={form} />
      {inside && (
        <span className="min-w-0 truncate">
          <Time at={moment} form={form} />{" "}
          <b className="font-medium text-ink">{found ? say(found.text) : "–"}</b>
        </span>
      )}
      <Time at={span.to} form={form} />
    </div>
  );
}
