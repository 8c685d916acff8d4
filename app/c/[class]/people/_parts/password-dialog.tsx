"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "@/_live/api";
import { type Handed, hand } from "@/_live/handed";
import { Button } from "@/_ui/button";
import { Dialog, DialogActions, DialogClose } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { HandedPasswords } from "./handed-passwords";
import type { Person } from "./person";

type Props = { class: string; person: Person; open: boolean; onOpenChange: (open: boolean) => void };

/** A new password for one member: asked once, then shown, this one time. */
export function PasswordDialog({ class: slug, person, open, onOpenChange }: Props) {
  const t = useTranslations("people");
  const common = useTranslations("common");
  const { id, name, username } = person;
  const [made, setMade] = useState<Handed | null>(null);
  const show = (opens: boolean) => {
    if (!opens) setMade(null);
    onOpenChange(opens);
  };
  const done = ({ password }: { password: string }) => {
    const handed = { name, username, password };
    hand(slug, [handed]);
    setMade(handed);
  };
  return (
    <Dialog
      title={made ? t("handed.title") : t("password.title", { name })}
      description={made ? t("handed.once") : t("password.text")}
      open={open}
      onOpenChange={show}
    >
      {made ? (
        <>
          <HandedPasswords class={slug} people={[made]} />
          <DialogActions>
            <DialogClose asChild>
              <Button look="primary">{common("close")}</Button>
            </DialogClose>
          </DialogActions>
        </>
      ) : (
        <DialogForm
          send={() => callApi<{ password: string }>("POST", `/classes/${slug}/members/${id}/password`)}
          onDone={done}
          action={t("password.make")}
          words={{ "not-allowed": t("password.own", { name }) }}
        >
          {() => null}
        </DialogForm>
      )}
    </Dialog>
  );
}
