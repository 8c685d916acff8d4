"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { StatePoint } from "@/_live/series";
import { colourVariable } from "./colours";
import { SPAN_MS } from "./live-chart";
import { stateSpans } from "./state-spans";
import { useChartClock } from "./use-chart-clock";

/** More stretches than this would be thinner than a pixel. */
const MOST = 200;

type StateStripProps = {
  name: string;
  colour: number;
  states: () => readonly StatePoint[];
  now: () => number;
};

/** The last five minutes of a switch or of words: which state it was in, from when to when. */
export function StateStrip({ name, colour, states, now }: StateStripProps) {
  const t = useTranslations("kit.chart");
  const say = useStateWord();
  const box = useRef<HTMLDivElement>(null);
  const end = useChartClock(box, now);
  const spans = end === null ? [] : stateSpans(states(), end - SPAN_MS, end).slice(-MOST);
  const current = spans.at(-1)?.text;
  return (
    <figure>
      <div ref={box} aria-hidden="true" className="relative h-8 overflow-hidden rounded-small bg-sunken">
        {spans.map((span) => (
          <div
            key={`${span.from} ${span.text}`}
            title={say(span.text)}
            className={clsx(
              "absolute inset-y-0 overflow-hidden border-r border-panel px-1.5 text-small leading-8 text-ellipsis whitespace-nowrap",
              isOff(span.text) && "text-muted",
            )}
            style={{
              left: `${span.left * 100}%`,
              width: `${span.width * 100}%`,
              background: isOff(span.text)
                ? undefined
                : `color-mix(in srgb, ${colourVariable(colour)} 24%, transparent)`,
            }}
          >
            {span.width > 0.06 && say(span.text)}
          </div>
        ))}
      </div>
      <figcaption className="mt-1 flex justify-between text-small text-muted">
        <span aria-hidden="true">{t("ago", { minutes: SPAN_MS / 60_000 })}</span>
        <span aria-hidden="true">{t("now")}</span>
        <span className="sr-only">
          {current === undefined
            ? t("lineEmpty", { name })
            : t("state", { name, state: say(current), changes: spans.length - 1 })}
        </span>
      </figcaption>
    </figure>
  );
}

/** A switch in the reader's language, as its value is; words as they came. */
function useStateWord() {
  const t = useTranslations("kit.reading");
  return (text: string) => (text === "on" || text === "off" ? t(text) : text);
}

const isOff = (text: string) => text === "off";
