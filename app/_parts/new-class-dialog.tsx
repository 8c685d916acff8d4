"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Class } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";

/** Makes a class by its name, and goes there. */
export function NewClassDialog() {
  const t = useTranslations("account.home");
  const router = useRouter();
  const trigger = (
    <Button look="primary" className="[&>svg]:size-4">
      <Plus aria-hidden />
      {t("new")}
    </Button>
  );
  return (
    <Dialog title={t("new")} description={t("newText")} trigger={trigger}>
      <DialogForm
        send={({ name }) => callApi<Class>("POST", "/classes", { name })}
        onDone={({ slug }) => router.push(`/c/${slug}`)}
        action={t("make")}
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
