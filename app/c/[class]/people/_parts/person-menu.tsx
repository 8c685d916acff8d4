"use client";

import { EllipsisVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuItem, MenuLine } from "@/_ui/menu";
import { MovePerson } from "./move-person";
import { PasswordDialog } from "./password-dialog";
import type { OtherClass, Person } from "./person";
import { RenamePerson } from "./rename-person";
import { usePersonActs } from "./use-person-acts";

type Asking = "rename" | "role" | "password" | "suspend" | "move" | "remove";

type Props = { class: string; me: string; person: Person; others: readonly OtherClass[] };

/** What an instructor can do with one member. What their own account decides is left to them. */
export function PersonMenu({ class: slug, me, person, others }: Props) {
  const t = useTranslations("people");
  const { name, role, kits } = person;
  const [asking, setAsking] = useState<Asking | null>(null);
  const act = usePersonActs(slug, person, me);
  const dialog = (which: Asking) => ({
    open: asking === which,
    onOpenChange: (open: boolean) => setAsking(open ? which : null),
  });
  const signsInByEmail = person.email !== undefined;
  const suspended = person.suspendedAt !== null;
  const turn = role === "student" ? "promote" : "demote";
  return (
    <>
      <Menu
        label={t("of", { name })}
        trigger={<IconButton label={t("of", { name })} icon={<EllipsisVertical aria-hidden />} />}
      >
        {(!signsInByEmail || person.id === me) && (
          <MenuItem onSelect={() => setAsking("rename")}>{t("rename.action")}</MenuItem>
        )}
        {!signsInByEmail && (
          <MenuItem onSelect={() => setAsking("password")}>{t("password.action")}</MenuItem>
        )}
        <MenuItem onSelect={() => setAsking("role")}>{t(`role.${turn}`)}</MenuItem>
        {role === "student" && others.length > 0 && (
          <MenuItem onSelect={() => setAsking("move")}>{t("move.action")}</MenuItem>
        )}
        <MenuLine />
        {suspended ? (
          <MenuItem onSelect={() => void act.suspend(false)}>{t("suspend.undo")}</MenuItem>
        ) : (
          <MenuItem onSelect={() => setAsking("suspend")}>{t("suspend.action")}</MenuItem>
        )}
        <MenuItem danger onSelect={() => setAsking("remove")}>
          {t("remove.action")}
        </MenuItem>
      </Menu>
      <RenamePerson class={slug} person={person} {...dialog("rename")} />
      <PasswordDialog class={slug} person={person} {...dialog("password")} />
      <MovePerson class={slug} person={person} others={others} {...dialog("move")} />
      <ConfirmDialog
        {...dialog("role")}
        title={t(`role.${turn}Title`, { name })}
        description={t(`role.${turn}Text`)}
        action={t(`role.${turn}`)}
        onConfirm={() => void act.turn(turn)}
      />
      <ConfirmDialog
        {...dialog("suspend")}
        danger
        title={t("suspend.title", { name })}
        description={t("suspend.text")}
        action={t("suspend.action")}
        onConfirm={() => void act.suspend(true)}
      />
      <ConfirmDialog
        {...dialog("remove")}
        danger
        title={t("remove.title", { name })}
        description={t("remove.text", { kits: kits.length })}
        action={t("remove.action")}
        onConfirm={() => void act.remove()}
      />
    </>
  );
}
