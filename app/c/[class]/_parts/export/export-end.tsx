"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Banner } from "@/_ui/banner";
import { Button } from "@/_ui/button";
import { DialogActions } from "@/_ui/dialog";
import { useSizeText } from "@/_ui/size";
import type { Ended } from "./run-export";

type Props = { ended: Ended; onAgain: () => void; onClose: () => void };

/** What became of an export: what there is now, and what there is not. */
export function ExportEnd({ ended, onAgain, onClose }: Props) {
  const t = useTranslations("topic.export");
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
  const t = useTranslations("topic.export");
  const refusal = useTranslations("refusal");
  const size = useSizeText();
  switch (ended.kind) {
    case "done":
      return t("done", { rows: ended.rows, size: size(ended.bytes), name: ended.name });
    case "cancelled":
      return t("cancelled", { rows: ended.rows });
    case "broken":
      return ended.name === null ? t("brokenEmpty") : t("broken", { rows: ended.rows, name: ended.name });
    case "refused":
      return refusal(ended.code);
    case "no-room":
      return t("noRoom");
    case "too-large":
      return t("handed");
  }
}
