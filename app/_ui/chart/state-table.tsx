"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Time } from "@/_ui/time";
import type { StateSpan } from "./state-spans";
import { useStateWord } from "./state-word";

/** Longer lists are not read. */
const ROWS = 30;

/** The same as a strip, as a table of its last changes; made only when it is opened. */
export function StateTable({ name, spans }: { name: string; spans: readonly StateSpan[] }) {
  const t = useTranslations("chart");
  const say = useStateWord();
  const [open, setOpen] = useState(false);
  const title = t("strip.changes", { name, count: Math.min(ROWS, spans.length) });
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="mt-1 text-small [&_summary]:w-fit [&_summary]:cursor-pointer [&_summary]:text-muted"
    >
      <summary>{t("table")}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <section aria-label={title} tabIndex={0} className="max-h-64 overflow-auto">
          <table className="w-full tabular-nums [&_td]:py-0.5 [&_th]:py-0.5">
            <caption className="sr-only">{title}</caption>
            <thead className="text-left text-muted">
              <tr>
                <th scope="col" className="font-medium">
                  {t("strip.since")}
                </th>
                <th scope="col" className="text-right font-medium">
                  {name}
                </th>
              </tr>
            </thead>
            <tbody>
              {spans
                .slice(-ROWS)
                .toReversed()
                .map(({ from, text }) => (
                  <tr key={`${from} ${text}`} className="border-t border-line">
                    <th scope="row" className="text-left font-normal">
                      <Time at={from} />
                    </th>
                    <td className={clsx("text-right break-all wrap-anywhere", text === null && "text-muted")}>
                      {say(text)}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
