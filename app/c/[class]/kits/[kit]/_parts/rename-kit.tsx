"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { TextField } from "@/_ui/field";

type RenameKitProps = {
  class: string;
  kit: Kit;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Gives a kit another name; its topics keep the short one, since firmware knows them. */
export function RenameKit({ class: className, kit, open, onOpenChange }: RenameKitProps) {
  const t = useTranslations("kit.manage");
  const router = useRouter();
  return (
    <Dialog
      title={t("renameTitle")}
      description={t("renameText", { slug: kit.slug })}
      open={open}
      onOpenChange={onOpenChange}
    >
      <DialogForm
        send={({ name }) => callApi<Kit>("PATCH", `/classes/${className}/kits/${kit.slug}`, { name })}
        onDone={() => {
          onOpenChange(false);
          router.refresh();
        }}
        action={t("rename")}
      >
        {(errorOf) => (
          <TextField
            name="name"
            label={t("name")}
            error={errorOf("name")}
            defaultValue={kit.name}
            required
            maxLength={60}
            autoComplete="off"
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
