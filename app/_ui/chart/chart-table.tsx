"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { Span } from "#server/contract/buckets";
import { Time } from "@/_ui/time";
import type { Line } from "./lines";
import { digitsFor } from "./number-digits";
import { digitsLike, digitsOfMean, type Reach, stepsOf } from "./summary";
import { tableSteps } from "./table-steps";
import { useSpanWords } from "./use-span-words";

/** From here on the rows need their day said. */
const DAYS_MS = 12 * 3_600_000;

type ChartTableProps = { name: string; lines: readonly Line[]; span: Span | null };

/** The same as the picture, as a table; made only when it is opened. */
export function ChartTable({ name, lines, span }: ChartTableProps) {
  const t = useTranslations("chart");
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="mt-1 text-small [&_summary]:w-fit [&_summary]:cursor-pointer [&_summary]:text-muted"
    >
      <summary>{t("table")}</summary>
      {open && span && <Rows name={name} lines={lines} span={span} />}
    </details>
  );
}

/** In each step the mean of the values, and where they differ the lowest and the highest. */
function Rows({ name, lines, span }: { name: string; lines: readonly Line[]; span: Span }) {
  const t = useTranslations("chart");
  const format = useFormatter();
  const words = useSpanWords();
  const { steps, stepMs, count, unit } = tableSteps(span);
  const step = format.number(count, { style: "unit", unit, unitDisplay: "long" });
  const title = t("tableOf", { name, span: words, step });
  const columns = lines.map((line) => {
    const curve = line.curve(span);
    return { line, curve, cells: stepsOf(curve, steps, stepMs) };
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={title} tabIndex={0} className="max-h-64 overflow-auto">
      <table className="w-full tabular-nums [&_td]:py-0.5 [&_td]:pl-4 [&_th]:py-0.5">
        <caption className="sr-only">{title}</caption>
        <thead className="text-left text-muted">
          <tr>
            <th scope="col" className="font-medium">
              {t("time")}
            </th>
            {lines.map((line) => (
              <th key={line.id} scope="col" className="pl-4 text-right font-medium">
                {line.name} {line.unit && `(${line.unit})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((at, row) => (
            <tr key={at} className="border-t border-line">
              <th scope="row" className="text-left font-normal">
                <Time at={at} form={span.to - span.from > DAYS_MS ? "moment" : "clock"} />
              </th>
              {columns.map(({ line, curve, cells }) => (
                <td key={line.id} className="text-right">
                  <Cell reach={cells[row] ?? null} curve={curve} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ reach, curve }: { reach: Reach | null; curve: ReturnType<Line["curve"]> }) {
  const t = useTranslations("chart");
  const format = useFormatter();
  if (!reach) return "–";
  const value = (number: number) => format.number(number, digitsFor(number, digitsLike(curve)));
  if (reach.min === reach.max) return value(reach.min);
  return (
    <>
      {format.number(reach.mean, digitsFor(reach.mean, digitsOfMean(curve)))}{" "}
      <span className="text-muted">({t("between", { min: value(reach.min), max: value(reach.max) })})</span>
    </>
  );
}
