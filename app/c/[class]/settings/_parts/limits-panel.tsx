"use client";

import { useTranslations } from "next-intl";
import type { ClassSettings } from "#server/contract/shapes";
import { Form } from "@/_ui/form";
import { Panel } from "@/_ui/panel";
import { useChange } from "./use-change";
import { numbersIn, WholeNumber } from "./whole-number";

/** The most that the contract takes (server/contract/inputs.ts). */
const MOST = { members: 2000, kits: 2000, topics: 50_000, messagesPerSecond: 1000 } as const;
const NAMES = ["members", "kits", "topics", "messagesPerSecond"] as const;

/** How many of each the class may have, and how fast its kits may be. */
export function LimitsPanel({ class: slug, limits }: { class: string; limits: ClassSettings["limits"] }) {
  const t = useTranslations("settings.limits");
  const common = useTranslations("common");
  const { change, changed } = useChange(slug);
  return (
    <Panel title={t("title")}>
      <Form
        stays
        send={(values) => change({ settings: { limits: numbersIn(values, NAMES) } })}
        onDone={changed}
        action={common("save")}
      >
        {(errorOf) => (
          <div className="grid gap-4 sm:grid-cols-2">
            {NAMES.map((name) => (
              <WholeNumber
                key={name}
                name={name}
                label={t(name)}
                hint={t("hint", { most: MOST[name] })}
                error={errorOf(`settings.limits.${name}`) && t("wrong", { most: MOST[name] })}
                value={limits[name]}
                most={MOST[name]}
              />
            ))}
          </div>
        )}
      </Form>
    </Panel>
  );
}
