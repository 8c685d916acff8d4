"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Reading } from "#server/contract/payload";
import type { Feed } from "@/_live/feed";
import { createSeries } from "@/_live/series";
import { useTopicView } from "@/_live/use-filter";
import { colourVariable } from "@/_ui/chart/colours";
import { rawCurve } from "@/_ui/chart/curve";
import { digitsLike } from "@/_ui/chart/summary";
import { useReadingText } from "@/_ui/chart/use-reading-text";
import { useNow } from "@/_ui/clock";
import { Ago } from "@/_ui/time";
import { Value } from "@/_ui/value";
import { isStale } from "./is-stale";
import { switchFields } from "./switch-fields";

type ValueViewProps = {
  feed: Feed;
  topic: string;
  /** What it is called, for those who hear it. */
  name: string;
  unit: string | null;
  /** The colour of each field's line, where there is a chart beside it. */
  colours?: ReadonlyMap<string, number>;
};

/**
 * The live value of a topic, large, and its age; one value for each field of a JSON object. It alone renders for each
 * message: whatever stands around it need not.
 */
export function ValueView({ feed, topic, name, unit, colours }: ValueViewProps) {
  const t = useTranslations("topic.value");
  const view = useTopicView(feed, topic);
  const now = useNow();
  if (!view) return <p className="text-muted">{t("none")}</p>;
  const log = feed.logOf(view.topic);
  const stale = now > 0 && log !== null && isStale(log);
  return (
    <div>
      <output aria-label={name} aria-live="off" className="block">
        <ReadingView
          reading={view.reading}
          unit={unit}
          stale={stale}
          digits={(field) => digitsLike(rawCurve(log?.numbers.get(field) ?? createSeries()))}
          {...(colours ? { colours } : {})}
        />
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
  digits: (field: string) => ReturnType<typeof digitsLike>;
  colours?: ReadonlyMap<string, number>;
};

function ReadingView({ reading, unit, stale, digits, colours }: ReadingViewProps) {
  const textOf = useReadingText();
  if (reading.kind !== "fields") {
    const long = reading.kind === "text" && reading.value.length > 24;
    const text = textOf(reading, digits(""));
    // As high as its line of type in any case, so that a new value lays out nothing but itself.
    return (
      <div className={clsx("[contain:size_layout]", long ? "h-7" : "h-9")}>
        <Value text={text} unit={unit} size={long ? "normal" : "large"} stale={stale} />
      </div>
    );
  }
  const switches = switchFields(reading.text);
  const fieldText = (field: string, value: number) => {
    const on = switches.get(field);
    return on === undefined
      ? textOf({ kind: "number", value }, digits(field))
      : textOf({ kind: "switch", value: on });
  };
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
            <Value
              text={fieldText(field, value)}
              unit={switches.has(field) ? null : unit}
              size="large"
              stale={stale}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
