"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { Switch } from "@/_ui/switch";
import { useToast } from "@/_ui/toast";

/** Whether the whole class may command this kit. */
export function ShareControl({ class: className, kit }: { class: string; kit: Kit }) {
  const t = useTranslations("kit.manage");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const change = async (shareControl: boolean) => {
    setBusy(true);
    const reply = await callApi<Kit>("PATCH", `/classes/${className}/kits/${kit.slug}`, { shareControl });
    setBusy(false);
    if (reply.ok) router.refresh();
    else toast({ title: refusal(reply.code), tone: "alarm" });
  };
  return <Switch label={t("share")} checked={kit.shareControl} onChange={change} disabled={busy} />;
}
