"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useMessageCount } from "@/_live/use-message-count";
import { Button } from "@/_ui/button";
import { dayText, endOfDay, startOfDay } from "@/_ui/day";
import { DialogActions, DialogClose } from "@/_ui/dialog";
import { TextField } from "@/_ui/field";
import { Segments } from "@/_ui/segments";
import { Switch } from "@/_ui/switch";
import { classOf, type Export, type ExportForm } from "./export-href";

const DAY = 24 * 3600 * 1000;
type Span = "all" | "day" | "dates";

type Props = { form: ExportForm; filter: string; onStart: (asked: Export) => void };

/** Which messages go into the file, and what a spreadsheet needs beside them. */
export function ExportFields({ form, filter, onStart }: Props) {
  const t = useTranslations("topic.export");
  const common = useTranslations("common");
  const { span, setSpan, days, setDays, times } = useSpan();
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [zone, setZone] = useState(local !== "UTC");
  const [bom, setBom] = useState(true);
  const count = useMessageCount(times && { class: classOf(filter), topic: filter, ...times });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!times) return;
    onStart({ form, filter, ...times, bom, ...(zone ? { zone: local } : {}) });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid justify-items-start gap-1">
        <p className="font-medium">{t("span")}</p>
        <Segments
          label={t("span")}
          value={span}
          onChange={setSpan}
          options={[
            { value: "all", label: t("spanAll") },
            { value: "day", label: t("spanDay") },
            { value: "dates", label: t("spanDates") },
          ]}
        />
      </div>
      {span === "dates" && <Dates days={days} onChange={setDays} wrong={times === null} />}
      {form === "csv" && (
        <>
          {local !== "UTC" && (
            <Switch
              label={t("zone", { zone: local })}
              hint={t("zoneHint")}
              checked={zone}
              onChange={setZone}
            />
          )}
          <Switch label={t("excel")} hint={t("excelHint")} checked={bom} onChange={setBom} />
        </>
      )}
      <p role="status" className="min-h-6 text-muted">
        {times && (count === null ? t("counting") : t("about", { count }))}
      </p>
      <DialogActions>
        <DialogClose asChild>
          <Button>{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" look="primary" disabled={!times}>
          {t("action")}
        </Button>
      </DialogActions>
    </form>
  );
}

type Days = { from: string; to: string };

function Dates({ days, onChange, wrong }: { days: Days; onChange: (days: Days) => void; wrong: boolean }) {
  const t = useTranslations("topic.export");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        type="date"
        label={t("from")}
        value={days.from}
        required
        onChange={(event) => onChange({ ...days, from: event.target.value })}
      />
      <TextField
        type="date"
        label={t("to")}
        value={days.to}
        required
        error={wrong && days.from && days.to ? t("wrongDates") : undefined}
        onChange={(event) => onChange({ ...days, to: event.target.value })}
      />
    </div>
  );
}

/** The span that is chosen, as times; null where its days make none. Its end stays while the reader thinks. */
function useSpan() {
  const [now] = useState(() => Date.now());
  const [span, setSpan] = useState<Span>("all");
  const [days, setDays] = useState<Days>({ from: dayText(now - 6 * DAY), to: dayText(now) });
  return { span, setSpan, days, setDays, times: timesOf(span, days, now) };
}

function timesOf(span: Span, days: Days, now: number): { from?: number; to?: number } | null {
  if (span === "all") return {};
  if (span === "day") return { from: now - DAY, to: now };
  const [from, to] = [startOfDay(days.from), endOfDay(days.to)];
  return from !== null && to !== null && from <= to ? { from, to } : null;
}
