"use client";

import { useTranslations } from "next-intl";
import { Form } from "@/_ui/form";
import { type Days, useFewerDays } from "./fewer-days";
import { useChange } from "./use-change";
import { numbersIn, WholeNumber } from "./whole-number";

const NAMES = ["historyDays", "summaryDays"] as const;

type Props = { class: string; days: Days; most: Days };

/** For how many days the class keeps messages, and the summaries of their hours; asks before they are fewer. */
export function DaysForm({ class: slug, days, most }: Props) {
  const t = useTranslations("settings.days");
  const common = useTranslations("common");
  const { change, changed } = useChange(slug);
  const { agree, question } = useFewerDays(slug, days);
  const wrong = (error: string | undefined, limit: number) =>
    error && (error.startsWith("at least") ? t("short") : t("wrong", { most: limit }));
  return (
    <>
      <Form
        stays
        agree={(values) => agree(numbersIn(values, NAMES))}
        send={(values) => change({ settings: { limits: numbersIn(values, NAMES) } })}
        onDone={changed}
        action={common("save")}
      >
        {(errorOf) => (
          <div className="grid gap-4 sm:grid-cols-2">
            <WholeNumber
              name="historyDays"
              label={t("raw")}
              hint={t("rawHint", { most: most.historyDays })}
              error={wrong(errorOf("settings.limits.historyDays"), most.historyDays)}
              value={days.historyDays}
              most={most.historyDays}
            />
            <WholeNumber
              name="summaryDays"
              label={t("summary")}
              hint={t("summaryHint", { most: most.summaryDays })}
              error={wrong(errorOf("settings.limits.summaryDays"), most.summaryDays)}
              value={days.summaryDays}
              most={most.summaryDays}
            />
          </div>
        )}
      </Form>
      {question}
    </>
  );
}
