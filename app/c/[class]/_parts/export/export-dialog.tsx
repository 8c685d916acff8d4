"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/_ui/dialog";
import { ExportEnd } from "./export-end";
import { ExportFields } from "./export-fields";
import type { Export, ExportForm } from "./export-href";
import { ExportProgress } from "./export-progress";
import { messagesSource } from "./source";
import { useExport } from "./use-export";

const NAMES = { csv: "CSV", jsonl: "JSON Lines" };

type Props = { form: ExportForm; filter: string; onClose: () => void };

/** Asks what to export, shows how far it is, and says what became of it. To leave it while it runs is to cancel it. */
export function ExportDialog({ form, filter, onClose }: Props) {
  const t = useTranslations("topic.export");
  const { state, start, cancel, again } = useExport();
  const [asked, setAsked] = useState<Export | null>(null);
  const leave = () => (state.kind === "running" ? cancel() : onClose());
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && leave()}
      title={t("title", { form: NAMES[form] })}
      description={t("text", { filter })}
    >
      {state.kind === "asking" && (
        <ExportFields
          form={form}
          filter={filter}
          onStart={(given) => {
            setAsked(given);
            void start(messagesSource(given));
          }}
        />
      )}
      {state.kind === "running" && asked && (
        <ExportProgress progress={state} asked={asked} onCancel={cancel} />
      )}
      {state.kind !== "asking" && state.kind !== "running" && (
        <ExportEnd ended={state} onAgain={again} onClose={onClose} />
      )}
    </Dialog>
  );
}
