"use client";

import { clsx } from "clsx";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RosterRow } from "#server/contract/shapes";

/** The lines of a roster: who they are, and what becomes of each. */
export function RosterTable({ rows }: { rows: readonly RosterRow[] }) {
  const t = useTranslations("people.roster");
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={t("table")}
      className="max-h-[50vh] overflow-auto rounded-control border border-line"
    >
      <table className="w-full text-left text-small">
        <thead className="sticky top-0 bg-panel text-muted">
          <tr className="border-b border-line">
            {(["line", "name", "username", "password", "result"] as const).map((column) => (
              <th
                key={column}
                scope="col"
                className={clsx("px-2 py-1.5 font-medium", column === "password" && "max-sm:hidden")}
              >
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <Line key={row.line} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ row }: { row: RosterRow }) {
  const t = useTranslations("people.roster");
  const refused = row.result === "refused";
  const Icon = refused ? CircleAlert : CircleCheck;
  return (
    <tr className="align-top">
      <td className="px-2 py-1.5 text-muted tabular-nums">{row.line}</td>
      <td className="min-w-16 px-2 py-1.5 wrap-anywhere sm:min-w-24">{row.name}</td>
      <td className="min-w-16 px-2 py-1.5 wrap-anywhere sm:min-w-24">{row.username}</td>
      <td className="px-2 py-1.5 text-muted max-sm:hidden">
        {refused ? "" : t(row.makesPassword ? "makes" : "given")}
      </td>
      <td className="min-w-28 px-2 py-1.5 sm:min-w-40">
        <span className="flex items-start gap-1.5">
          <Icon
            aria-hidden
            className={clsx("mt-0.5 size-4 shrink-0", refused ? "text-alarm" : "text-live")}
          />
          {refused ? t(`wrong.${reasonOf(row)}`) : t(row.result === "ready" ? "willBe" : "made")}
        </span>
      </td>
    </tr>
  );
}

const FIELDS = ["name", "username", "password"] as const;

/** Why a line is left out, as the catalogue says it; the server says it in English. */
function reasonOf({ code, message = "" }: RosterRow) {
  if (code === "already-taken") return "taken";
  if (code === "limit-reached") return "full";
  if (code === "not-allowed") return "instructor";
  return FIELDS.find((field) => message.startsWith(`${field}:`)) ?? "other";
}
