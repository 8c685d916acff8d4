"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { useHydrated } from "@/_ui/hydrated";
import { RestoreEnd } from "./restore-end";
import { RestoreFile } from "./restore-file";
import { RestoreProgress } from "./restore-progress";
import { useRestore } from "./use-restore";

/** A class out of its file, as its export has made it. To leave it while it runs is to cancel it. */
export function RestoreDialog() {
  const t = useTranslations("term.restore");
  const hydrated = useHydrated();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { state, start, cancel, again } = useRestore();
  const close = () => {
    setOpen(false);
    if (state.kind === "done") router.refresh(); // the list behind it has one more
    again();
  };
  const leave = () => (state.kind === "running" ? cancel() : close());
  return (
    <Dialog
      open={open}
      onOpenChange={(opens) => (opens ? setOpen(true) : leave())}
      title={t("title")}
      description={t("text")}
      trigger={
        <Button className="[&>svg]:size-4" disabled={!hydrated}>
          <Upload aria-hidden />
          {t("open")}
        </Button>
      }
    >
      {state.kind === "asking" && <RestoreFile onFile={(file) => void start(file)} />}
      {state.kind === "running" && <RestoreProgress sent={state} onCancel={cancel} />}
      {state.kind !== "asking" && state.kind !== "running" && (
        <RestoreEnd state={state} onAgain={again} onClose={close} />
      )}
    </Dialog>
  );
}
