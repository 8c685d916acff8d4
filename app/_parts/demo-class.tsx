"use client";

import { Cpu } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Reply } from "#server/contract/refusal";
import type { Class, Kit } from "#server/contract/shapes";
import { callApi } from "@/_live/api";
import { type Example, writeRun } from "@/_live/virtual/example-names";
import { Button } from "@/_ui/button";
import { useToast } from "@/_ui/toast";

/** The switch's button commands the lamp's LED: `/lamp/set/led`. */
const KITS = new Map<"lamp" | "desk" | "switch", Example>([
  ["lamp", "03-both"],
  ["desk", "05-many-sensors"],
  ["switch", "07-kit-to-kit"],
]);

/** Makes a class with three virtual kits and opens the page on which they run. */
export function DemoClass() {
  const t = useTranslations("virtual.demo");
  const refusal = useTranslations("refusal");
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  const make = async (): Promise<Reply<Class>> => {
    const made = await callApi<Class>("POST", "/classes", { name: t("name") });
    if (!made.ok) return made;
    for (const slug of KITS.keys()) {
      const kit = await callApi<Kit>("POST", `/classes/${made.value.slug}/kits`, { name: t(slug), slug });
      if (!kit.ok) return kit;
    }
    return made;
  };
  const start = async () => {
    setBusy(true);
    const made = await make();
    if (made.ok) return router.push(`/c/${made.value.slug}/virtual?run=${writeRun(KITS)}`);
    setBusy(false);
    toast({ title: refusal(made.code), tone: "alarm" });
  };
  return (
    <Button busy={busy} onClick={() => void start()} className="[&>svg]:size-4">
      {!busy && <Cpu aria-hidden />}
      {t("action")}
    </Button>
  );
}
