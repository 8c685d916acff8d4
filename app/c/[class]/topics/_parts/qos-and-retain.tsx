"use client";

import { useTranslations } from "next-intl";
import type { Qos } from "#server/contract/shapes";
import { Select } from "@/_ui/select";

type QosAndRetainProps = {
  qos: Qos;
  onQos: (qos: Qos) => void;
  retain: boolean;
  onRetain: (retain: boolean) => void;
};

const LEVELS = ["0", "1", "2"] as const;

/** How a message is delivered: each level with what it means, and whether the broker keeps it for those who come later. */
export function QosAndRetain({ qos, onQos, retain, onRetain }: QosAndRetainProps) {
  const t = useTranslations("topic.publish");
  return (
    <>
      <Select
        label={t("qos")}
        value={String(qos)}
        onChange={(event) => onQos(Number(event.target.value) as Qos)}
        options={LEVELS.map((value) => ({ value, label: t(`qos${value}`) }))}
      />
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          checked={retain}
          onChange={(event) => onRetain(event.target.checked)}
          className="mt-1 size-4 accent-accent-fill"
        />
        <span>
          {t("retain")}
          <span className="block text-small text-muted">{t("retainHint")}</span>
        </span>
      </label>
    </>
  );
}
