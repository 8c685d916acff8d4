"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Time } from "@/_ui/time";
import type { Line } from "./lines";
import { digitsLike, stepsOf } from "./summary";

const STEP_MS = 15_000;
const ROWS = 20;

type ChartTableProps = { name: string; lines: readonly Line[]; end: number | null };

/** The same as the picture, as a table of quarter minutes; made only when it is opened. */
export function ChartTable({ name, lines, end }: ChartTableProps) {
  const t = useTranslations("kit.chart");
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="mt-1 text-small [&_summary]:w-fit [&_summary]:cursor-pointer [&_summary]:text-muted"
    >
      <summary>{t("table")}</summary>
      {open && end !== null && <Rows name={name} lines={lines} end={end} />}
    </details>
  );
}

function Rows({ name, lines, end }: { name: string; lines: readonly Line[]; end: number }) {
  const t = useTranslations("kit.chart");
  const format = useFormatter();
  const newest = Math.floor(end / STEP_MS) * STEP_MS;
  const steps = Array.from({ length: ROWS }, (_, index) => newest - index * STEP_MS);
  const columns = lines.map((line) => stepsOf(line.series(), steps, STEP_MS));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={t("tableOf", { name })} tabIndex={0} className="max-h-64 overflow-auto">
      <table className="w-full tabular-nums [&_td]:py-0.5 [&_th]:py-0.5">
        <caption className="sr-only">{t("tableOf", { name })}</caption>
        <thead className="text-left text-muted">
          <tr>
            <th scope="col" className="font-medium">
              {t("time")}
            </th>
            {lines.map((line) => (
              <th key={line.id} scope="col" className="text-right font-medium">
                {line.name} {line.unit && `(${line.unit})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, row) => (
            <tr key={step} className="border-t border-line">
              <th scope="row" className="text-left font-normal">
                <Time at={step} form="clock" />
              </th>
              {columns.map((column, index) => (
                <td key={lines[index]?.id} className="text-right">
                  {numberText(column[row] ?? null, lines[index])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );

  function numberText(value: number | null, line: Line | undefined): string {
    return value === null ? "–" : format.number(value, digitsLike(line?.series() ?? null));
  }
}
