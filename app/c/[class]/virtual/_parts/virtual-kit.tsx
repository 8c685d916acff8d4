"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { RefusalCode } from "#server/contract/refusal";
import { EXAMPLES, type Example } from "@/_live/virtual/example-names";
import { runningKits, startKit, stopKit } from "@/_live/virtual/running";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { Panel } from "@/_ui/panel";
import { Select } from "@/_ui/select";
import { Board } from "./board";
import { KitConsole } from "./kit-console";
import { LineState } from "./line-state";
import { PartsPanel } from "./parts-panel";

export type VirtualKitProps = {
  class: string;
  kit: string;
  /** Its heading: the kit's name where several stand on a page. */
  title: string;
  example: Example;
  /** Begins by itself, as far as nobody else is the kit at the moment. */
  autoStart: boolean;
  /** What stands beside the heading. */
  actions?: React.ReactNode;
};

const NOTHING = new Map<never, never>();

/** A kit without hardware: its sketch on an emulated board, with parts to touch and what it prints. */
export function VirtualKit({ class: className, kit, title, example, autoStart, actions }: VirtualKitProps) {
  const t = useTranslations("virtual");
  const refusal = useTranslations("refusal");
  const [chosen, setChosen] = useState(example);
  const [refused, setRefused] = useState<RefusalCode | null>(null);
  const [busy, setBusy] = useState(false);
  const running = useSyncExternalStore(runningKits.subscribe, runningKits.read, () => NOTHING).get(
    `${className}/${kit}`,
  );

  const start = async (which: Example) => {
    setChosen(which);
    setBusy(true);
    const reply = await startKit(className, kit, which);
    setBusy(false);
    setRefused(reply.ok ? null : reply.code);
  };
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    if (autoStart && !runningKits.read().has(`${className}/${kit}`)) void start(example);
  });

  return (
    <Panel title={title} actions={actions}>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-end gap-2">
          <Select
            label={t("sketch")}
            className="min-w-48 grow"
            value={running?.example ?? chosen}
            options={EXAMPLES.map((value) => ({ value, label: t(`example.${value}`) }))}
            onChange={({ currentTarget: { value } }) => {
              const next = EXAMPLES.find((known) => known === value);
              if (next && running) void start(next);
              else if (next) setChosen(next);
            }}
          />
          {running ? (
            <>
              <Button onClick={running.uno.reset}>{t("reset")}</Button>
              <Button onClick={() => stopKit(className, kit)}>{t("stop")}</Button>
            </>
          ) : (
            <Button look="primary" busy={busy} onClick={() => void start(chosen)}>
              {t("start")}
            </Button>
          )}
        </div>
        <p className="text-small text-muted">{t(`lesson.${running?.example ?? chosen}`)}</p>
        {refused && (
          <Banner tone="alarm" role="alert">
            {refusal(refused)}
          </Banner>
        )}
        {running ? (
          <>
            <LineState bridge={running.bridge} />
            <RunningBoard running={running} />
            <KitConsole bridge={running.bridge} />
          </>
        ) : (
          <Board led={false} />
        )}
      </div>
    </Panel>
  );
}

function RunningBoard({ running: { uno } }: { running: { uno: Parameters<typeof PartsPanel>[0]["uno"] } }) {
  const led = useSyncExternalStore(uno.led.subscribe, uno.led.read, uno.led.read);
  return (
    <div className="@container">
      <div className="grid items-center gap-x-8 gap-y-4 @xl:grid-cols-2">
        <Board led={led} />
        <PartsPanel uno={uno} />
      </div>
    </div>
  );
}
