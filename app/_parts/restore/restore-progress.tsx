"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/_ui/button";
import { DialogActions } from "@/_ui/dialog";
import { useSizeText } from "@/_ui/size";
import type { Sent } from "./send-file";

/** How much has been sent, and then that the server works on it; and the way to stop both. */
export function RestoreProgress({ sent: { bytes, total }, onCancel }: { sent: Sent; onCancel: () => void }) {
  const t = useTranslations("term.restore");
  const size = useSizeText();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  const sending = bytes < total;
  return (
    <div className="grid gap-2">
      <progress
        aria-label={t(sending ? "sending" : "restoring")}
        className="h-2 w-full accent-accent-fill"
        {...(sending ? { max: total, value: bytes } : {})}
      />
      <p className="tabular-nums">
        {sending ? t("sent", { bytes: size(bytes), total: size(total) }) : t("restoringText")}
      </p>
      <p role="status" className="sr-only">
        {t(sending ? "sending" : "restoring")}
      </p>
      <DialogActions>
        <Button ref={cancel} onClick={onCancel}>
          {t("cancel")}
        </Button>
      </DialogActions>
    </div>
  );
}
