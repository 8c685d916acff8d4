"use client";

import { useTranslations } from "next-intl";
import type { FeedStatus } from "@/_live/keep-filled";
import { Banner } from "@/_ui/banner";

/** Says that nothing live comes any more, and why; nothing while it does. */
export function FeedEnded({ status }: { status: FeedStatus }) {
  const t = useTranslations("topic.ended");
  if (status.kind !== "ended") return null;
  const reason = status.code === "not-allowed" || status.code === "not-found" ? status.code : "other";
  return (
    <div className="mb-4">
      <Banner tone="warning">{t(reason)}</Banner>
    </div>
  );
}
