"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { CopyLine } from "@/_ui/copy-line";
import { Dialog, DialogActions, DialogClose } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";

type Props = { class: string; web: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a link by which somebody becomes an instructor of the class; it is shown this one time. */
export function InviteDialog({ class: slug, web, open, onOpenChange }: Props) {
  const t = useTranslations("people.invite");
  const common = useTranslations("common");
  const router = useRouter();
  const [path, setPath] = useState<string | null>(null);
  const show = (opens: boolean) => {
    if (!opens && path !== null) {
      setPath(null);
      router.refresh(); // the page lists it from now on
    }
    onOpenChange(opens);
  };
  return (
    <Dialog title={t("title")} description={t("text")} open={open} onOpenChange={show}>
      {path === null ? (
        <DialogForm
          send={() => callApi<{ path: string }>("POST", `/classes/${slug}/invitations`)}
          onDone={(made) => setPath(made.path)}
          action={t("make")}
        >
          {() => null}
        </DialogForm>
      ) : (
        <>
          <CopyLine text={`${web}${path}`} label={t("copy")} wrap />
          <p className="mt-2 text-small text-muted">{t("once")}</p>
          <DialogActions>
            <DialogClose asChild>
              <Button look="primary">{common("close")}</Button>
            </DialogClose>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
