"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Class, ClassSettings } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { useToast } from "@/_ui/toast";

type Limits = Partial<ClassSettings["limits"]>;

/** What may be changed of a class, each part by itself. */
export type Change = {
  name?: string;
  archived?: boolean;
  settings?: Partial<Omit<ClassSettings, "limits">> & { limits?: Limits };
};

/** Changes a class; `changed` says that it is done and reads the page anew. */
export function useChange(slug: string) {
  const t = useTranslations("settings");
  const router = useRouter();
  const toast = useToast();
  return {
    change: (wish: Change) => callApi<Class>("PATCH", `/classes/${slug}`, wish),
    changed: () => {
      toast({ title: t("saved") });
      router.refresh();
    },
  };
}
