"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import type { Message } from "#server/contract/shapes";
import { Badge } from "@/_ui/badge";
import { Time } from "@/_ui/time";
import type { PayloadForm } from "./payload-forms";
import { PayloadView } from "./payload-view";

const DAY_MS = 24 * 3_600_000;

type MessageRowProps = { message: Message; form: PayloadForm; place: string | null };

/** One message: when, of which stream, what, and how it was sent. */
export const MessageRow = memo(
  ({ message, form, place }: MessageRowProps) => {
    const t = useTranslations("topic.messages");
    const today = Date.now() - message.at < DAY_MS;
    return (
      <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-1.5">
        <span className="shrink-0 text-small text-muted sm:w-28">
          <Time at={message.at} form={today ? "clock" : "moment"} />
        </span>
        {place && (
          <span className="min-w-0 text-small break-all wrap-anywhere text-muted sm:w-48">{place}</span>
        )}
        <span className="min-w-0 grow basis-40 max-sm:order-last max-sm:basis-full">
          <PayloadView payload={message.payload} form={form} />
        </span>
        <span className="flex shrink-0 gap-1 max-sm:ml-auto">
          {message.retain && <Badge>{t("retained")}</Badge>}
          <Badge>{t("qos", { qos: message.qos })}</Badge>
        </span>
      </li>
    );
  },
  (before, after) =>
    before.message === after.message && before.form === after.form && before.place === after.place,
);
MessageRow.displayName = "MessageRow";
