"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Reading } from "#server/contract/payload";
import type { TopicView } from "@/_live/topic-log";
import { colourVariable } from "@/_ui/chart/colours";
import { useReadingText } from "@/_ui/chart/use-reading-text";
import { useNow } from "@/_ui/clock";
import { Ago } from "@/_ui/time";
import { Value } from "@/_ui/value";

/** A value says how old it is in warning colour when it is older than this. */
const FRESH_MS = 60_000;

type ValueViewProps = {
  view: TopicView | null;
  /** What it is called, for those who hear it. */
  name: string;
  unit: string | null;
  /** The colour of each field's line, where there is a chart beside it. */
  colours?: ReadonlyMap<string, number>;
};

/** The live value of a topic, large, and its age; one value for each field of a JSON object. */
export function ValueView({ view, name, unit, colours }: ValueViewProps) {
  const t = useTranslations("topic.value");
  const stale = useStale(view?.last.at ?? 0);
  if (!view) return <p className="text-muted">{t("none")}</p>;
  return (
    <div>
      <output aria-label={name} aria-live="off" className="block">
        <ReadingView reading={view.reading} unit={unit} stale={stale} {...(colours ? { colours } : {})} />
      </output>
      <p className={clsx("text-small", stale ? "text-warning" : "text-muted")}>
        <Ago at={view.last.at} />
      </p>
    </div>
  );
}

type ReadingViewProps = {
  reading: Reading;
  unit: string | null;
  stale: boolean;
  colours?: ReadonlyMap<string, number>;
};

function ReadingView({ reading, unit, stale, colours }: ReadingViewProps) {
  const textOf = useReadingText();
  if (reading.kind !== "fields") {
    const long = reading.kind === "text" && reading.value.length > 24;
    return <Value text={textOf(reading)} unit={unit} size={long ? "normal" : "large"} stale={stale} />;
  }
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {[...reading.fields].map(([field, value]) => (
        <div key={field} className="min-w-0">
          <dt className="flex items-center gap-1.5 text-small text-muted">
            {colours?.has(field) && (
              <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2">
                <circle cx="4" cy="4" r="4" fill={colourVariable(colours.get(field) ?? 1)} />
              </svg>
            )}
            {field}
          </dt>
          <dd>
            <Value text={textOf({ kind: "number", value })} unit={unit} size="large" stale={stale} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useStale(at: number): boolean {
  const now = useNow();
  return now > 0 && now - at > FRESH_MS;
}
