"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/_ui/button";
import { Dialog } from "@/_ui/dialog";
import { ClaimForm } from "./claim-form";

/** For students: a kit of the class becomes theirs by the code on its card. */
export function ClaimDialog({ class: slug }: { class: string }) {
  const t = useTranslations("cards.claim");
  return (
    <Dialog title={t("title")} description={t("text")} trigger={<Button look="primary">{t("open")}</Button>}>
      <ClaimForm class={slug} code="" />
    </Dialog>
  );
}
