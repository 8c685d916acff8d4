"use client";

import { useTranslations } from "next-intl";
import type { Kit } from "#server/contract/shapes";
import { useKitPresence } from "@/_live/use-presence";
import { useNow } from "@/_ui/clock";
import { Presence } from "@/_ui/presence";
import { Time } from "@/_ui/time";

/** Whether the kit is there, and since when, live. */
export function KitPresence({ class: className, kit, at }: { class: string; kit: Kit; at: number }) {
  const t = useTranslations("kit");
  const { online, since } = useKitPresence(className, kit, at);
  return (
    <span role="status" className="inline-flex flex-wrap items-center gap-x-2">
      <Presence online={online} neverSeen={!online && since === null} />
      {since !== null && (
        <span className="text-small text-muted">{t.rich("since", { time: () => <Since at={since} /> })}</span>
      )}
    </span>
  );
}

const DAY_MS = 24 * 3_600_000;

/** The hour alone says enough of today. */
function Since({ at }: { at: number }) {
  const now = useNow();
  return <Time at={at} form={now - at < DAY_MS ? "clock" : "moment"} />;
}
