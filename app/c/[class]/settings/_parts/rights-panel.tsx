"use client";

import { useTranslations } from "next-intl";
import { startTransition, useOptimistic } from "react";
import type { ClassSettings } from "#server/contract/shapes";
import { Panel } from "@/_ui/panel";
import { Switch } from "@/_ui/switch";
import { useToast } from "@/_ui/toast";
import { useChange } from "./use-change";

const RIGHTS = ["kitsMayCommand", "privateKits", "declareFirst", "allowPins"] as const;
type Right = (typeof RIGHTS)[number];

/** What kits and students of the class may do; each takes effect at once. */
export function RightsPanel({ class: slug, settings }: { class: string; settings: ClassSettings }) {
  const t = useTranslations("settings.rights");
  return (
    <Panel title={t("title")}>
      <div className="grid gap-4">
        {RIGHTS.map((right) => (
          <RightSwitch key={right} class={slug} right={right} given={settings[right]} />
        ))}
      </div>
    </Panel>
  );
}

function RightSwitch({ class: slug, right, given }: { class: string; right: Right; given: boolean }) {
  const t = useTranslations("settings.rights");
  const refusal = useTranslations("refusal");
  const toast = useToast();
  const { change, changed } = useChange(slug);
  const [on, setOn] = useOptimistic(given);
  const turn = (wished: boolean) =>
    startTransition(async () => {
      setOn(wished);
      const reply = await change({ settings: { [right]: wished } });
      if (reply.ok) startTransition(changed);
      else toast({ title: refusal(reply.code), tone: "alarm" });
    });
  return <Switch label={t(right)} hint={t(`${right}Hint`)} checked={on} onChange={turn} />;
}
