"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "@/_live/api";
import { Button } from "@/_ui/button";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { useToast } from "@/_ui/toast";

/** New keys for all kits of the class: after a term, or when a card was lost. */
export function RenewKeys({ class: slug, count }: { class: string; count: number }) {
  const t = useTranslations("cards.renew");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const renew = async () => {
    setBusy(true);
    const reply = await callApi("POST", `/classes/${slug}/kits/keys`);
    setBusy(false);
    if (!reply.ok) return toast({ title: refusal(reply.code), tone: "alarm" });
    toast({ title: t("done") });
    router.refresh();
  };
  return (
    <ConfirmDialog
      trigger={<Button busy={busy}>{t("open")}</Button>}
      danger
      title={t("title", { count })}
      description={t("text")}
      action={t("open")}
      onConfirm={() => void renew()}
    />
  );
}
