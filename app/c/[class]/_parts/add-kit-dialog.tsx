"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";

/** Registers a kit by its name and goes to its page, where it waits with the ways to connect it. */
export function AddKitDialog({ class: slug }: { class: string }) {
  const t = useTranslations("class.addKit");
  const router = useRouter();
  const trigger = (
    <Button className="[&>svg]:size-4">
      <Plus aria-hidden />
      {t("title")}
    </Button>
  );
  return (
    <Dialog title={t("title")} description={t("text")} trigger={trigger}>
      <DialogForm
        send={({ name }) => callApi<Kit>("POST", `/classes/${slug}/kits`, { name })}
        onDone={(kit) => router.push(`/c/${slug}/kits/${kit.slug}`)}
        action={t("action")}
        words={{ "already-taken": t("taken") }}
      >
        {(errorOf) => (
          <TextField
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            error={errorOf("name")}
            required
            maxLength={60}
            autoComplete="off"
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
