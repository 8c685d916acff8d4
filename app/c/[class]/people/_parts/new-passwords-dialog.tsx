"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { HandedPassword } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { hand } from "@/_live/handed";
import { Button } from "@/_ui/button";
import { Dialog, DialogActions, DialogClose } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { HandedPasswords } from "./handed-passwords";

/** A large class's passwords take their time, in milliseconds. */
const PATIENCE_MS = 180_000;

type Props = { class: string; students: number; open: boolean; onOpenChange: (open: boolean) => void };

/** New passwords for all students: asked once, then shown, this one time. */
export function NewPasswordsDialog({ class: slug, students, open, onOpenChange }: Props) {
  const t = useTranslations("people.handed");
  const common = useTranslations("common");
  const [made, setMade] = useState<readonly HandedPassword[] | null>(null);
  const show = (opens: boolean) => {
    if (!opens) setMade(null);
    onOpenChange(opens);
  };
  const done = ({ items }: { items: HandedPassword[] }) => {
    hand(slug, items);
    setMade(items);
  };
  return (
    <Dialog
      size={made ? "wide" : "normal"}
      title={made ? t("title") : t("allTitle", { count: students })}
      description={made ? t(made.length > 0 ? "once" : "none") : t("allText")}
      open={open}
      onOpenChange={show}
    >
      {made ? (
        <>
          {made.length > 0 && <HandedPasswords class={slug} people={made} />}
          <DialogActions>
            <DialogClose asChild>
              <Button look="primary">{common("close")}</Button>
            </DialogClose>
          </DialogActions>
        </>
      ) : (
        <DialogForm
          send={() =>
            callApi<{ items: HandedPassword[] }>(
              "POST",
              `/classes/${slug}/members/passwords`,
              {},
              PATIENCE_MS,
            )
          }
          onDone={done}
          action={t("allMake")}
        >
          {() => null}
        </DialogForm>
      )}
    </Dialog>
  );
}
