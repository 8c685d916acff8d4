"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMessageCount } from "@/_live/use-message-count";
import { ConfirmDialog } from "@/_ui/confirm-dialog";

export type Days = { historyDays: number; summaryDays: number };

const DAY = 24 * 3600 * 1000;

type Asked = { wish: Days; now: number; answer: (agreed: boolean) => void };

/** `agree` asks before a class remembers less than until now, and is true at once where nothing goes; `question` is the dialog. */
export function useFewerDays(slug: string, days: Days) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const agree = async (wish: Days): Promise<boolean> =>
    !isLess(wish, days) ||
    new Promise<boolean>((answer) => setAsked({ wish, now: Date.now(), answer })).finally(() =>
      setAsked(null),
    );
  return { agree, question: <Question slug={slug} days={days} asked={asked} /> };
}

/** Summaries that would go before their messages are refused by the server: nothing to ask about. */
function isLess(wish: Days, days: Days): boolean {
  return (
    wish.summaryDays >= wish.historyDays &&
    (wish.historyDays < days.historyDays || wish.summaryDays < days.summaryDays)
  );
}

function Question({ slug, days, asked }: { slug: string; days: Days; asked: Asked | null }) {
  const t = useTranslations("settings.fewerDays");
  return (
    <ConfirmDialog
      open={asked !== null}
      onOpenChange={(open) => !open && asked?.answer(false)}
      danger
      title={t("title")}
      description={asked && <WhatGoes slug={slug} days={days} asked={asked} />}
      action={t("action")}
      onConfirm={() => asked?.answer(true)}
    />
  );
}

function WhatGoes({ slug, days, asked: { wish, now } }: { slug: string; days: Days; asked: Asked }) {
  const t = useTranslations("settings.fewerDays");
  const fewerMessages = wish.historyDays < days.historyDays;
  const fewerSummaries = wish.summaryDays < days.summaryDays;
  const count = useMessageCount(fewerMessages ? { class: slug, to: now - wish.historyDays * DAY - 1 } : null);
  return (
    <>
      {fewerMessages && (
        <span className="block">
          {count === null ? t("counting") : t("messages", { days: wish.historyDays, count })}{" "}
          {!fewerSummaries && count !== 0 && t("stay")}
        </span>
      )}
      {fewerSummaries && <span className="block">{t("summaries", { days: wish.summaryDays })}</span>}
    </>
  );
}
