"use client";

import { EllipsisVertical } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Reply } from "#server/contract/refusal";
import type { Kit, Member } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuItem } from "@/_ui/menu";
import { useToast } from "@/_ui/toast";
import { HandOn } from "./hand-on";
import { RenameKit } from "./rename-kit";
import { ShareControl } from "./share-control";

type ManageProps = {
  class: string;
  kit: Kit;
  topics: number;
  /** To whom it can be handed on; none where the reader may not. */
  members: readonly Pick<Member, "id" | "name" | "username">[];
};

/** What its owner and the instructors can do with a kit as a whole. */
export function Manage({ class: className, kit, topics, members }: ManageProps) {
  const t = useTranslations("kit.manage");
  const [asking, setAsking] = useState<"rename" | "renew" | "hand-on" | "delete" | null>(null);
  const act = useActs(className, kit);
  const dialog = (name: NonNullable<typeof asking>) => ({
    open: asking === name,
    onOpenChange: (open: boolean) => setAsking(open ? name : null),
  });
  return (
    <>
      <ShareControl class={className} kit={kit} />
      <Menu
        label={t("open")}
        trigger={<IconButton label={t("open")} icon={<EllipsisVertical aria-hidden />} />}
      >
        <MenuItem onSelect={() => setAsking("rename")}>{t("rename")}</MenuItem>
        <MenuItem onSelect={() => setAsking("renew")}>{t("renew")}</MenuItem>
        {members.length > 0 && <MenuItem onSelect={() => setAsking("hand-on")}>{t("handOn")}</MenuItem>}
        <MenuItem danger onSelect={() => setAsking("delete")}>
          {t("delete")}
        </MenuItem>
      </Menu>
      <RenameKit class={className} kit={kit} {...dialog("rename")} />
      <HandOn class={className} kit={kit} members={members} {...dialog("hand-on")} />
      <ConfirmDialog
        {...dialog("renew")}
        title={t("renewTitle", { name: kit.name })}
        description={t("renewText")}
        action={t("renew")}
        onConfirm={act.renew}
      />
      <ConfirmDialog
        {...dialog("delete")}
        danger
        title={t("deleteTitle", { name: kit.name })}
        description={t("deleteText", { topics })}
        action={t("delete")}
        onConfirm={act.remove}
      />
    </>
  );
}

function useActs(className: string, kit: Kit) {
  const t = useTranslations("kit.manage");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const path = `/classes/${className}/kits/${kit.slug}`;
  const after = (reply: Reply<unknown>, done: () => void) => {
    if (reply.ok) done();
    else toast({ title: refusal(reply.code), tone: "alarm" });
  };
  return {
    renew: async () =>
      after(await callApi("POST", `${path}/key`), () => {
        toast({ title: t("renewed") });
        router.refresh();
      }),
    remove: async () =>
      after(await callApi("DELETE", path), () => {
        toast({ title: t("deleted", { name: kit.name }) });
        router.push(`/c/${className}`);
      }),
  };
}
