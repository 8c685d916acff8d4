"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useHydrated } from "@/_ui/hydrated";
import { sideOf } from "./axes";
import { colourVariable } from "./colours";
import type { Line } from "./lines";

type LegendProps = {
  lines: readonly Line[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
};

/** Which line is which, its colour beside its name; pressing one hides it, and shows it again. */
export function Legend({ lines, hidden, onToggle }: LegendProps) {
  const t = useTranslations("chart");
  const hydrated = useHydrated();
  return (
    <ul className="mb-1 -ml-1.5 flex flex-wrap gap-x-1 text-small text-muted">
      {lines.map((line) => {
        const shown = !hidden.has(line.id);
        const right = sideOf(line.unit, lines) === "right";
        return (
          <li key={line.id}>
            <button
              type="button"
              aria-pressed={shown}
              disabled={!hydrated}
              onClick={() => onToggle(line.id)}
              className="inline-flex min-h-6 items-center gap-1.5 rounded-small px-1.5 hover:bg-sunken hover:text-ink disabled:opacity-60 pointer-coarse:min-h-control-small"
            >
              <svg
                viewBox="0 0 14 4"
                aria-hidden="true"
                className={clsx("h-1 w-3.5", !shown && "opacity-30")}
              >
                <rect width="14" height="4" rx="2" fill={colourVariable(line.colour)} />
              </svg>
              <span className={clsx(!shown && "line-through")}>{line.name}</span>
              {line.unit && <span>({right ? t("right", { unit: line.unit }) : line.unit})</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
