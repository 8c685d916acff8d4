"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Feed } from "@/_live/feed";
import { Panel } from "@/_ui/panel";
import { Control } from "./control";
import { SendCommand } from "./send-command";
import type { Stream } from "./streams";

/** Why somebody may not command a kit; null where they may. */
export type NoCommand = "archived" | "others" | "nobodys";

type ControlsProps = {
  feed: Feed;
  base: string;
  /** Streams that have been commanded, and those that the kit reports. */
  commands: readonly Stream[];
  readings: readonly Stream[];
  online: boolean;
  whyNot: NoCommand | null;
  owner: string | null;
};

/** Everything that the kit can be told. */
export function Controls({ feed, base, commands, readings, online, whyNot, owner }: ControlsProps) {
  const t = useTranslations("kit.controls");
  // Open where there is nothing else, and left as it is when the first command becomes a control: its state is told there.
  const [opened] = useState(commands.length === 0);
  if (whyNot)
    return (
      <Panel title={t("title")}>
        <p className="text-muted">{t(`why.${whyNot}`, { owner: owner ?? "" })}</p>
      </Panel>
    );
  return (
    <Panel title={t("title")} flush>
      <div className="divide-y divide-line">
        {commands.length === 0 && <p className="px-4 py-3 text-muted">{t("none")}</p>}
        {commands.map((stream) => {
          const reading = readings.find(({ name }) => name === stream.name);
          return (
            <Control
              key={stream.name}
              feed={feed}
              base={base}
              stream={stream.name}
              label={stream.label ?? reading?.label ?? stream.name}
              unit={stream.unit ?? reading?.unit ?? null}
              online={online}
            />
          );
        })}
        <details open={opened} className="px-4 py-3">
          <summary className="w-fit cursor-pointer font-medium">{t("other")}</summary>
          <div className="mt-3">
            <SendCommand feed={feed} base={base} online={online} streams={readings.map(({ name }) => name)} />
          </div>
        </details>
      </div>
    </Panel>
  );
}
