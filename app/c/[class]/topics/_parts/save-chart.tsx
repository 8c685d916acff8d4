"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { spanOf, zoomOf } from "@/_live/chart-span";
import { serverClock } from "@/_live/server-clock";
import { Button } from "@/_ui/button";
import { useBegin, useChartView } from "@/_ui/chart/charts";
import type { DrawnNumber } from "@/_ui/chart/drawn-line";
import { pictureOf } from "@/_ui/chart/picture";
import { useFromTo } from "@/_ui/chart/use-span-words";
import { useHydrated } from "@/_ui/hydrated";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuFile, MenuItem } from "@/_ui/menu";
import { useToast } from "@/_ui/toast";

type SaveChartProps = {
  name: string;
  /** Where the pictures stand. */
  chart: RefObject<HTMLElement | null>;
  /** What they show: lines, or the topic of a strip, which has no picture. */
  numbers: readonly Pick<DrawnNumber, "id" | "topic" | "name" | "unit">[];
  small?: boolean;
};

/** What a chart shows, as a picture and as values. */
export function SaveChart({ name, chart, numbers, small = false }: SaveChartProps) {
  const t = useTranslations("chart.save");
  const hydrated = useHydrated();
  const label = t("label", { name });
  return (
    <Menu
      label={label}
      trigger={
        small ? (
          <IconButton tooltip={false} label={label} icon={<Download aria-hidden />} disabled={!hydrated} />
        ) : (
          <Button size="small" disabled={!hydrated}>
            <Download aria-hidden className="size-4" />
            {t("open")}
          </Button>
        )
      }
    >
      <Files name={name} chart={chart} numbers={numbers} />
    </Menu>
  );
}

/** Drawn once the menu is open: the span is that of this moment. */
function Files({ name, chart, numbers }: SaveChartProps) {
  const t = useTranslations("chart.save");
  const toast = useToast();
  const view = useChartView();
  const begin = useBegin();
  const fromTo = useFromTo();
  const span = spanOf(view, serverClock.now(), begin);
  const topics = [...new Map(numbers.map((number) => [number.topic, number.name]))];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const fileName = `${fileWord(topics.map(([topic]) => topic))}-${zoomOf(view) ? zoomWord(span.from) : view.range}.png`;
  const savePicture = async () => {
    const charts = [...(chart.current?.querySelectorAll<HTMLElement>("[data-plot]") ?? [])];
    const names = new Map(numbers.map(({ id, name: line, unit }) => [id, unit ? `${line} (${unit})` : line]));
    const picture =
      charts.length > 0 ? await pictureOf(charts, { title: name, text: fromTo(span), names }) : null;
    if (picture) saveAs(picture, fileName);
    else toast({ title: t("failed"), tone: "alarm" });
  };
  return (
    <>
      {hasPicture(numbers) && <MenuItem onSelect={() => void savePicture()}>{t("png")}</MenuItem>}
      {topics.map(([topic, line]) => (
        <MenuFile key={topic} href={csvHref(topic, zone, span.from, span.to)}>
          {topics.length > 1 ? t("csvOf", { name: line }) : t("csv")}
        </MenuFile>
      ))}
    </>
  );
}

/** A strip has no lines and so no ids. */
const hasPicture = (numbers: SaveChartProps["numbers"]) => numbers.some(({ id }) => id !== "");

/** The stored messages of the span; with a byte order mark, by which spreadsheets know UTF-8. */
function csvHref(topic: string, zone: string, from: number, to: number): string {
  const span = { from: String(Math.floor(from)), to: String(Math.ceil(to)) };
  const asked = new URLSearchParams({ topic, ...span, zone, bom: "true" });
  return `/api/v1/classes/${topic.split("/")[0]}/export.csv?${asked}`;
}

/** The topics without their class, with what a file's name may have. */
const fileWord = (topics: readonly string[]) =>
  topics.map((topic) => topic.split("/").slice(1).join("-")).join("+");

const zoomWord = (at: number) => new Date(at).toISOString().slice(0, 16).replace(":", "-");

function saveAs(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun when the click returns; the address is needed until it is read.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
