"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Member } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { Select } from "@/_ui/select";
import { useToast } from "@/_ui/toast";
import type { OtherClass, Person } from "./person";

type Props = {
  class: string;
  person: Person;
  others: readonly OtherClass[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Takes a student into another class of the reader's, having said what goes along and what stays. */
export function MovePerson({ class: slug, person, others, open, onOpenChange }: Props) {
  const t = useTranslations("people.move");
  const router = useRouter();
  const toast = useToast();
  const move = async ({ class: to = "" }: Record<string, string>) => {
    const path = `/classes/${slug}/members/${person.id}/move`;
    const reply = await callApi<Member>("POST", path, { class: to });
    return reply.ok ? { ok: true as const, value: to } : reply;
  };
  const done = (to: string) => {
    onOpenChange(false);
    const { name = to } = others.find((other) => other.slug === to) ?? {};
    toast({ title: t("done", { name: person.name, class: name }) });
    router.refresh();
  };
  return (
    <Dialog
      title={t("title", { name: person.name })}
      description={t("text", { kits: person.kits.length })}
      open={open}
      onOpenChange={onOpenChange}
    >
      <DialogForm send={move} onDone={done} action={t("action")} words={{ "already-taken": t("taken") }}>
        {(errorOf) => (
          <Select
            name="class"
            label={t("label")}
            error={errorOf("class")}
            options={others.map(({ slug: value, name }) => ({ value, label: `${name} (${value})` }))}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
