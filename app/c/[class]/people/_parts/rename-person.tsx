"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Member } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";
import { useToast } from "@/_ui/toast";
import type { Person } from "./person";

type Props = { class: string; person: Person; open: boolean; onOpenChange: (open: boolean) => void };

/** Gives a member another name; what they sign in by stays. */
export function RenamePerson({ class: slug, person, open, onOpenChange }: Props) {
  const t = useTranslations("people.rename");
  const router = useRouter();
  const toast = useToast();
  const done = () => {
    onOpenChange(false);
    toast({ title: t("done") });
    router.refresh();
  };
  return (
    <Dialog
      title={t("title", { name: person.name })}
      description={t("text")}
      open={open}
      onOpenChange={onOpenChange}
    >
      <DialogForm
        send={({ name }) => callApi<Member>("PATCH", `/classes/${slug}/members/${person.id}`, { name })}
        onDone={done}
        action={t("action")}
      >
        {(errorOf) => (
          <TextField
            name="name"
            label={t("label")}
            error={errorOf("name")}
            defaultValue={person.name}
            required
            maxLength={60}
            autoComplete="off"
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
