"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { dayText } from "@/_ui/day";
import { Dialog, DialogActions, DialogClose } from "@/_ui/dialog";
import { useSizeText } from "@/_ui/size";
import type { Ended } from "../../../_parts/export/run-export";
import type { Source } from "../../../_parts/export/source";
import { useExport } from "../../../_parts/export/use-export";

type Props = { class: string; onClose: () => void };

/** Says what is in the file, brings it, and says what became of it. To leave it while it runs is to cancel it. */
export function ExportClassDialog({ class: slug, onClose }: Props) {
  const t = useTranslations("term.export");
  const { state, start, cancel, again } = useExport();
  const leave = () => (state.kind === "running" ? cancel() : onClose());
  return (
    <Dialog open onOpenChange={(open) => !open && leave()} title={t("open")} description={t("inIt")}>
      {state.kind === "asking" && (
        <>
          <p className="text-muted">{t("notInIt")}</p>
          <DialogActions>
            <DialogClose asChild>
              <Button>{t("close")}</Button>
            </DialogClose>
            <Button look="primary" onClick={() => void start(sourceOf(slug))}>
              {t("action")}
            </Button>
          </DialogActions>
        </>
      )}
      {state.kind === "running" && <Running bytes={state.bytes} onCancel={cancel} />}
      {state.kind !== "asking" && state.kind !== "running" && (
        <End ended={state} onAgain={again} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** A part of a zip is of no use: its rows are not counted, so that none is kept. */
function sourceOf(slug: string): Source {
  const name = `${slug}-${dayText(Date.now())}.zip`;
  return {
    href: `/api/v1/classes/${slug}/export`,
    name,
    partName: name,
    counter: () => ({ add: () => 0 }),
  };
}

function Running({ bytes, onCancel }: { bytes: number; onCancel: () => void }) {
  const t = useTranslations("term.export");
  const size = useSizeText();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div className="grid gap-2">
      <progress aria-label={t("running")} className="h-2 w-full accent-accent-fill" />
      <p className="tabular-nums">{t("soFar", { size: size(bytes) })}</p>
      <DialogActions>
        <Button ref={cancel} onClick={onCancel}>
          {t("cancel")}
        </Button>
      </DialogActions>
    </div>
  );
}

type EndProps = { ended: Ended; onAgain: () => void; onClose: () => void };

function End({ ended, onAgain, onClose }: EndProps) {
  const t = useTranslations("term.export");
  const words = useEndWords(ended);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  const whole = ended.kind === "done" || ended.kind === "too-large";
  const failed = !whole && ended.kind !== "cancelled";
  return (
    <>
      <Banner tone={failed ? "alarm" : "info"} role={failed ? "alert" : "status"}>
        {words}
      </Banner>
      <DialogActions>
        {!whole && <Button onClick={onAgain}>{t("again")}</Button>}
        <Button ref={close} look="primary" onClick={onClose}>
          {t("close")}
        </Button>
      </DialogActions>
    </>
  );
}

function useEndWords(ended: Ended): string {
  const t = useTranslations("term.export");
  const files = useTranslations("topic.export");
  const refusal = useTranslations("refusal");
  const size = useSizeText();
  switch (ended.kind) {
    case "done":
      return t("done", { size: size(ended.bytes), name: ended.name });
    case "cancelled":
      return t("cancelled");
    case "broken":
      return t("broken");
    case "refused":
      return refusal(ended.code);
    case "no-room":
      return files("noRoom");
    case "too-large":
      return files("handed");
  }
}
