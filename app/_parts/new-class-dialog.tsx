"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Class } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Dialog, DialogClose } from "@/_ui/dialog";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";

/** Makes a class by its name, and goes there. */
export function NewClassDialog() {
  const t = useTranslations("account.home");
  const common = useTranslations("common");
  const router = useRouter();
  const trigger = (
    <Button look="primary" className="[&>svg]:size-4">
      <Plus aria-hidden />
      {t("new")}
    </Button>
  );
  return (
    <Dialog title={t("new")} description={t("newText")} trigger={trigger}>
      <Form
        send={({ name }) => callApi<Class>("POST", "/classes", { name })}
        onDone={({ slug }) => router.push(`/c/${slug}`)}
        action={t("make")}
        beside={
          <DialogClose asChild>
            <Button>{common("cancel")}</Button>
          </DialogClose>
        }
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
      </Form>
    </Dialog>
  );
}
