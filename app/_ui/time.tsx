"use client";

import { useFormatter, useTranslations } from "next-intl";
import { memo } from "react";
import { useNow } from "./clock";
import { useHydrated } from "./hydrated";
import { readersZoneName } from "./readers-zone";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** From 0 to 23 hours, as the charts say it. */
const CLOCK = { timeStyle: "medium", hourCycle: "h23" } as const;

/** How long ago, counting by itself: "now", "12 seconds ago", "3 minutes ago", and the date when it is days. */
export function Ago({ at }: { at: number }) {
  // What speaks ten times a second is as old for a whole second.
  return <SecondsAgo at={Math.floor(at / SECOND) * SECOND} />;
}

const SecondsAgo = memo(({ at }: { at: number }) => {
  const t = useTranslations("common");
  const format = useFormatter();
  const now = useNow();
  const iso = new Date(at).toISOString();
  if (now === 0) return <time dateTime={iso} />;
  const age = Math.max(0, now - at);
  const words =
    age < 3 * SECOND
      ? t("justNow")
      : age < 7 * DAY
        ? format.relativeTime(at, now)
        : format.dateTime(at, { dateStyle: "medium", timeZone: readersZoneName() });
  return (
    <time
      dateTime={iso}
      title={format.dateTime(at, { dateStyle: "medium", ...CLOCK, timeZone: readersZoneName() })}
      className="tabular-nums"
    >
      {words}
    </time>
  );
});
SecondsAgo.displayName = "SecondsAgo";

export type TimeProps = {
  at: number;
  /** `clock`: 14:03:21; `moment`: the date as well. */
  form?: "clock" | "moment";
};

/** A time in the reader's own zone; empty until the page knows it. */
export function Time({ at, form = "moment" }: TimeProps) {
  const format = useFormatter();
  const hydrated = useHydrated();
  const iso = new Date(at).toISOString();
  if (!hydrated) return <time dateTime={iso} />;
  return (
    <time dateTime={iso} className="tabular-nums">
      {format.dateTime(at, {
        ...(form === "moment" ? { dateStyle: "medium" as const } : {}),
        ...CLOCK,
        timeZone: readersZoneName(),
      })}
    </time>
  );
}
