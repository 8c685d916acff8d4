"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import type { Bridge } from "@/_live/cable/bridge";
import { Badge, type Tone } from "@/_ui/badge";

const TONES = {
  silent: "neutral",
  connecting: "warning",
  live: "live",
  refused: "alarm",
  closed: "neutral",
} as const satisfies Record<string, Tone>;

/** How far what the kit says goes, how much it was, and what was refused of it. */
export function LineState({ bridge: { view } }: { bridge: Bridge }) {
  const t = useTranslations("virtual");
  const { state, readings, dropped, commandsWaiting, lastRefusal } = useSyncExternalStore(
    view.subscribe,
    view.read,
    view.read,
  );
  return (
    <div className="grid gap-1 text-small">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span role="status">
          <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
        </span>
        <span className="text-muted tabular-nums">{t("readings", { count: readings })}</span>
        {commandsWaiting > 0 && (
          <span className="text-muted">{t("waiting", { count: commandsWaiting })}</span>
        )}
      </p>
      {dropped > 0 && <p className="text-warning">{t("dropped", { count: dropped })}</p>}
      {lastRefusal && (
        <p className="text-warning">
          {t("refused")} {lastRefusal.message}
        </p>
      )}
    </div>
  );
}
