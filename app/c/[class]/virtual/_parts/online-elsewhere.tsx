"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { useKitPresence } from "@/_live/use-presence";
import { runningKits } from "@/_live/virtual/running";
import { Banner } from "@/_ui/banner";

export type OnlineElsewhereProps = {
  class: string;
  kit: { slug: string; online: boolean; lastSeenAt: number | null };
  at: number;
};

/** Says that the kit is connected from somewhere else, before a virtual one speaks in its name too. */
export function OnlineElsewhere({ class: className, kit, at }: OnlineElsewhereProps) {
  const t = useTranslations("virtual");
  const { online } = useKitPresence(className, kit, at);
  const isHere = useSyncExternalStore(
    runningKits.subscribe,
    () => runningKits.read().has(`${className}/${kit.slug}`),
    () => false,
  );
  return online && !isHere && <Banner>{t("isOnline")}</Banner>;
}
