"use client";

import { ChartLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MOST_LINES } from "@/_live/chart-address";
import type { Feed } from "@/_live/feed";
import type { Kept } from "@/_live/keep-read";
import { Button } from "@/_ui/button";
import { useCharts, useChartView } from "@/_ui/chart/charts";
import { Dialog, DialogActions } from "@/_ui/dialog";
import { Spinner } from "@/_ui/spinner";
import { choicesOf, type Noted } from "./line-choices";
import { LineList } from "./line-list";

type CompareProps = {
  topics: Kept<readonly Noted[]>;
  feed: Feed;
  /** What is shown where nothing was picked: where the choice begins. */
  shown: readonly string[];
  /** The dialog is open: the topics are wanted. */
  onOpen?: (open: boolean) => void;
};

/** A button, and behind it the choice of lines to be seen in one chart. */
export function Compare({ topics, feed, shown, onOpen }: CompareProps) {
  const t = useTranslations("chart.compare");
  const view = useChartView();
  const { show } = useCharts();
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const turn = (next: boolean) => {
    if (next) setPicked(view.lines ?? shown.slice(0, MOST_LINES));
    setOpen(next);
    onOpen?.(next);
  };
  const choose = (lines: readonly string[] | null) => {
    show({ ...view, lines });
    turn(false);
  };
  return (
    <>
      <Dialog
        title={t("title")}
        description={t("text", { most: MOST_LINES })}
        open={open}
        onOpenChange={turn}
        trigger={
          <Button size="small">
            <ChartLine aria-hidden className="size-4" />
            {t("open")}
          </Button>
        }
      >
        {topics.value ? (
          <LineList choices={choicesOf(topics.value, feed)} picked={picked} onPick={setPicked} />
        ) : (
          <p role="status" className="flex items-center gap-2 text-muted">
            {topics.state === "waiting" && <Spinner />}
            {topics.state === "waiting" ? t("waiting") : t("failed")}
          </p>
        )}
        <DialogActions>
          {view.lines && <Button onClick={() => choose(null)}>{t("clear")}</Button>}
          <Button look="primary" disabled={picked.length === 0} onClick={() => choose(picked)}>
            {t("show")}
          </Button>
        </DialogActions>
      </Dialog>
      {view.lines && (
        <Button size="small" look="plain" onClick={() => choose(null)}>
          {t("clear")}
        </Button>
      )}
    </>
  );
}
