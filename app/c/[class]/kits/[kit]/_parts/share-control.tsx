"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition, useOptimistic } from "react";
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
  const [shared, setShared] = useOptimistic(kit.shareControl);
  const change = (shareControl: boolean) =>
    startTransition(async () => {
      setShared(shareControl);
      const reply = await callApi<Kit>("PATCH", `/classes/${className}/kits/${kit.slug}`, { shareControl });
      if (!reply.ok) return toast({ title: refusal(reply.code), tone: "alarm" });
      toast({ title: t(shareControl ? "shared" : "unshared") });
      startTransition(() => router.refresh());
    });
  return <Switch label={t("share")} checked={shared} onChange={change} />;
}
