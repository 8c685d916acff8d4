"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Kit, Member } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Dialog } from "@/_ui/dialog";
import { DialogForm } from "@/_ui/dialog-form";
import { Select } from "@/_ui/select";
import { useToast } from "@/_ui/toast";

const NOBODY = "";

type Props = {
  class: string;
  kit: Kit;
  members: readonly Pick<Member, "id" | "name" | "username">[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Gives a kit to somebody else, or takes it back so that it can be claimed again. Its history stays; its key changes. */
export function HandOn({ class: className, kit, members, open, onOpenChange }: Props) {
  const t = useTranslations("kit.manage");
  const router = useRouter();
  const toast = useToast();
  const hand = ({ owner = NOBODY }: Record<string, string>) =>
    callApi<Kit>("PATCH", `/classes/${className}/kits/${kit.slug}`, {
      owner: owner === NOBODY ? null : owner,
    });
  const done = ({ owner }: Kit) => {
    onOpenChange(false);
    toast({ title: owner ? t("handedOn", { name: owner.name }) : t("takenBack") });
    router.refresh();
  };
  return (
    <Dialog
      title={t("handOnTitle", { name: kit.name })}
      description={t("handOnText")}
      open={open}
      onOpenChange={onOpenChange}
    >
      <DialogForm send={hand} onDone={done} action={t("handOn")}>
        {(errorOf) => (
          <Select
            name="owner"
            label={t("newOwner")}
            error={errorOf("owner")}
            defaultValue={kit.owner?.id ?? NOBODY}
            options={[
              { value: NOBODY, label: t("nobody") },
              ...members.map(({ id, name, username }) => ({
                value: id,
                label: username === null ? name : `${name} (${username})`,
              })),
            ]}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
