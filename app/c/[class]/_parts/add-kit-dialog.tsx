"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { Dialog, DialogClose } from "@/_ui/dialog";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";

/** Registers a kit by its name and goes to its page, where it waits with the ways to connect it. */
export function AddKitDialog({ class: slug }: { class: string }) {
  const t = useTranslations("class.addKit");
  const common = useTranslations("common");
  const router = useRouter();
  const trigger = (
    <Button look="primary" className="[&>svg]:size-4">
      <Plus aria-hidden />
      {t("title")}
    </Button>
  );
  return (
    <Dialog title={t("title")} description={t("text")} trigger={trigger}>
      <Form
        send={({ name }) => callApi<Kit>("POST", `/classes/${slug}/kits`, { name })}
        onDone={(kit) => router.push(`/c/${slug}/kits/${kit.slug}`)}
        action={t("action")}
        words={{ "already-taken": t("taken") }}
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
