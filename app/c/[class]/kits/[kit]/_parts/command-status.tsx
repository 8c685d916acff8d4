"use client";

import { Check, CheckCheck, Clock, Hourglass, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Command } from "./command";
import { REPORT_MS } from "./use-command";

/** What became of a command: sent, acknowledged, done, or taken back and why. */
export function CommandStatus({ state, stream }: { state: Command; stream: string }) {
  return (
    <p role="status" className="text-small empty:hidden">
      {state.kind !== "idle" && <Line state={state} stream={stream} />}
    </p>
  );
}

const LOOKS = {
  sent: { Icon: Clock, look: "text-muted" },
  acknowledged: { Icon: Check, look: "text-muted" },
  queued: { Icon: Hourglass, look: "text-warning" },
  done: { Icon: CheckCheck, look: "text-live" },
  undone: { Icon: Undo2, look: "text-alarm" },
};

function Line({ state, stream }: { state: Exclude<Command, { kind: "idle" }>; stream: string }) {
  const t = useTranslations("kit.controls");
  const why = useWhy(stream);
  const { Icon, look } = LOOKS[state.kind];
  return (
    <span className={`inline-flex items-start gap-1.5 ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      {state.kind === "undone" ? why(state) : t(state.kind)}
    </span>
  );
}

function useWhy(stream: string) {
  const t = useTranslations("kit.controls");
  const refusal = useTranslations("refusal");
  return ({ wanted, why }: Extract<Command, { kind: "undone" }>) => {
    if (why.kind === "refused") return t("refused", { reason: refusal(why.code) });
    if (why.kind === "different") return t("different", { wanted, reported: why.reported });
    return t("unconfirmed", { wanted, stream, seconds: REPORT_MS / 1000 });
  };
}
