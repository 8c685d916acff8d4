"use client";

import { useTranslations } from "next-intl";
import type { Feed } from "@/_live/feed";
import { useTopicView } from "@/_live/use-filter";
import { Banner } from "@/_ui/banner";
import { useNow } from "@/_ui/clock";
import { Ago } from "@/_ui/time";
import { refusalIn } from "./refusal-in";

/** Older ones are history, and stand in the list of messages. */
const SHOWN_MS = 10 * 60_000;

/** The last thing of a kit that the server refused or slowed down, in the reader's words and in its own; nothing when all is well. */
export function Refused({ feed, base }: { feed: Feed; base: string }) {
  const t = useTranslations("kit.errors");
  const view = useTopicView(feed, `${base}/errors`);
  const now = useNow();
  const refusal = view && refusalIn(view.last.payload);
  if (!view || !refusal || now - view.last.at > SHOWN_MS) return null;
  return (
    <div className="mb-6">
      <Banner tone="warning">
        <p>{t("text")}</p>
        <p className="font-medium break-words">
          {refusal.topic && <span className="font-mono text-small">{refusal.topic}: </span>}
          {refusal.code && t(`code.${refusal.code}`)}
        </p>
        {/* The broker speaks one language to kits. */}
        <p lang="en" className="text-small break-words">
          {refusal.message}
        </p>
        <p className="text-small text-muted">
          <Ago at={view.last.at} />
        </p>
      </Banner>
    </div>
  );
}
