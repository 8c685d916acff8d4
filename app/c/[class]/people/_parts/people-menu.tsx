"use client";

import { EllipsisVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuFile, MenuItem } from "@/_ui/menu";
import { InviteDialog } from "./invite-dialog";
import { NewPasswordsDialog } from "./new-passwords-dialog";

type Props = {
  class: string;
  /** Where others' browsers reach this Kitroom. */
  web: string;
  students: number;
  open: boolean;
};

/** What concerns the whole class: another instructor, its roster as a file, new passwords for all. */
export function PeopleMenu({ class: slug, web, students, open }: Props) {
  const t = useTranslations("people");
  const [asking, setAsking] = useState<"passwords" | "invite" | null>(null);
  const dialog = (which: NonNullable<typeof asking>) => ({
    open: asking === which,
    onOpenChange: (opens: boolean) => setAsking(opens ? which : null),
  });
  return (
    <>
      <Menu
        label={t("more")}
        trigger={<IconButton label={t("more")} icon={<EllipsisVertical aria-hidden />} />}
      >
        {open && students > 0 && (
          <MenuItem onSelect={() => setAsking("passwords")}>{t("handed.all")}</MenuItem>
        )}
        {open && <MenuItem onSelect={() => setAsking("invite")}>{t("invite.open")}</MenuItem>}
        <MenuFile href={`/api/v1/classes/${slug}/members/export.csv?bom=true`}>{t("export")}</MenuFile>
      </Menu>
      <NewPasswordsDialog class={slug} students={students} {...dialog("passwords")} />
      <InviteDialog class={slug} web={web} {...dialog("invite")} />
    </>
  );
}
