"use client";

import { useTranslations } from "next-intl";
import { dayText, endOfDay } from "@/_ui/day";
import { Select } from "@/_ui/select";
import { Time } from "@/_ui/time";

const HOUR = 3600_000;

/** The ends that a code may be given, in milliseconds from now on; today ends by the reader's own clock. */
const ENDS = {
  untilNever: () => null,
  untilHour: (now: number) => now + HOUR,
  untilDay: (now: number) => endOfDay(dayText(now)),
  untilWeek: (now: number) => now + 7 * 24 * HOUR,
} as const;

type End = keyof typeof ENDS;
const isEnd = (text: string): text is End => text in ENDS;

export type JoinUntilProps = {
  until: number | null;
  busy: boolean;
  onChange: (until: number | null) => void;
};

/** When the join code ends by itself. */
export function JoinUntil({ until, busy, onChange }: JoinUntilProps) {
  const t = useTranslations("class.join");
  const set = until === null ? [] : [{ value: "untilSet", label: t("untilSet") }];
  return (
    <div className="grid gap-1">
      <Select
        label={t("until")}
        value={until === null ? "untilNever" : "untilSet"}
        disabled={busy}
        options={[
          ...set,
          ...Object.keys(ENDS)
            .filter(isEnd)
            .map((end) => ({ value: end, label: t(end) })),
        ]}
        onChange={({ target: { value } }) => isEnd(value) && onChange(ENDS[value](Date.now()))}
      />
      {until !== null && (
        <p className="text-small text-muted">{t.rich("ends", { time: () => <Time at={until} /> })}</p>
      )}
    </div>
  );
}
