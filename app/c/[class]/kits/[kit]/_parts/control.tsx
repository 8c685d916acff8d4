"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { readPayload } from "#server/contract/payload";
import type { Feed } from "@/_live/feed";
import type { TopicView } from "@/_live/topic-log";
import { useTopicView } from "@/_live/use-filter";
import { Button } from "@/_ui/button";
import { useReadingText } from "@/_ui/chart/use-reading-text";
import { useHydrated } from "@/_ui/hydrated";
import { Switch } from "@/_ui/switch";
import { CommandStatus } from "./command-status";
import { controlForm } from "./control-form";
import { useCommand } from "./use-command";

type ControlProps = {
  feed: Feed;
  /** `<class>/<kit>` */
  base: string;
  stream: string;
  label: string;
  unit: string | null;
  online: boolean;
};

/** One stream that the kit can be commanded on: as it is, and the means to change it. */
export function Control({ feed, base, stream, label, unit, online }: ControlProps) {
  const topic = `${base}/set/${stream}`;
  const reports = `${base}/${stream}`;
  const report = useTopicView(feed, reports);
  const told = useTopicView(feed, topic);
  const { state, send } = useCommand({ reports, report, online });
  const pending = state.kind === "sent" || state.kind === "acknowledged" || state.kind === "queued";
  const reported = textOf(report);
  const form = controlForm(pending ? state.wanted : reported, textOf(told));
  // A state that is kept for a kit must stay the newest one, or it would come back with the kit's next start.
  const retain = told?.last.retain === true;
  const set = (payload: string) => void send({ topic, payload, retain });
  return (
    <div className="grid gap-2 px-4 py-3">
      {form.kind === "switch" ? (
        <Switch
          label={label}
          hint={<Now report={report} unit={unit} />}
          checked={form.on}
          onChange={(on) => set(form.words[on ? 1 : 0])}
        />
      ) : (
        <Typed label={label} form={form} onSet={set} now={<Now report={report} unit={unit} />} unit={unit} />
      )}
      <CommandStatus state={state} stream={stream} />
    </div>
  );
}

function textOf(view: TopicView | null): string | null {
  return view && typeof view.last.payload === "string" ? view.last.payload : null;
}

/** What the kit itself says of it. */
function Now({ report, unit }: { report: TopicView | null; unit: string | null }) {
  const t = useTranslations("kit.controls");
  const say = useReadingText();
  if (!report) return null;
  return t("now", { value: `${say(report.reading)}${unit ? ` ${unit}` : ""}` });
}

type TypedProps = {
  label: string;
  form: Exclude<ReturnType<typeof controlForm>, { kind: "switch" }>;
  onSet: (payload: string) => void;
  now: React.ReactNode;
  unit: string | null;
};

function Typed({ label, form, onSet, now, unit }: TypedProps) {
  const t = useTranslations("kit.controls");
  const hydrated = useHydrated();
  // Null: nothing was typed, and the box follows the kit. What somebody types is not taken away by the next reading.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(form.value);
  const set = (payload: string) => {
    onSet(payload);
    setTyped(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(text);
  };
  const most = form.kind === "number" ? form.most : null;
  const name = t("value", { name: label });
  return (
    <form method="post" onSubmit={submit} className="grid gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{label}</span>
        <span className="text-small text-muted tabular-nums">{now}</span>
      </div>
      {most !== null && (
        <input
          type="range"
          aria-label={name}
          min={0}
          max={most}
          value={Number(text) || 0}
          onChange={(event) => setTyped(event.target.value)}
          onPointerUp={(event) => set(event.currentTarget.value)}
          onKeyUp={(event) => event.key.startsWith("Arrow") && set(event.currentTarget.value)}
          className="h-control-small w-full accent-accent-fill"
        />
      )}
      <div className="flex items-center gap-2">
        <input
          type={form.kind === "number" ? "number" : "text"}
          step="any"
          aria-label={most === null ? name : `${name} (${t("set")})`}
          value={text}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          className="control-box min-w-0 tabular-nums"
        />
        {unit && <span className="text-small text-muted">{unit}</span>}
        <Button type="submit" disabled={!hydrated || isNothing(text, form.kind)}>
          {t("set")}
        </Button>
      </div>
    </form>
  );
}

const isNothing = (typed: string, kind: "number" | "text") =>
  kind === "number" && readPayload(typed).kind !== "number";
