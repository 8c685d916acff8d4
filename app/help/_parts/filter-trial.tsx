"use client";

import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isFilter, matches } from "#server/contract/topic";
import { TextField } from "@/_ui/field";

const TOPICS = [
  "7b/lamp/temperature",
  "7b/lamp/air/humidity",
  "7b/lamp/set/led",
  "7b/lamp/status",
  "7b/fan/temperature",
  "7b/shared/score",
];
const TRIES = ["7b/lamp/temperature", "7b/+/temperature", "7b/lamp/#", "7b/+/set/led", "7b/#"];

/** A filter to type, and which of some topics it matches. */
export function FilterTrial() {
  const t = useTranslations("help.filters");
  const [filter, setFilter] = useState("7b/+/temperature");
  const valid = isFilter(filter);
  const hits = TOPICS.filter((topic) => valid && matches(filter, topic));
  return (
    <div className="grid gap-3">
      <TextField
        label={t("label")}
        hint={t("hint")}
        error={valid ? undefined : t("wrong")}
        value={filter}
        onChange={({ target }) => setFilter(target.value)}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        boxClassName="font-mono"
      />
      <div className="flex flex-wrap gap-2">
        {TRIES.map((one) => (
          <button
            key={one}
            type="button"
            onClick={() => setFilter(one)}
            className="rounded-small border border-line bg-sunken px-2 py-1 font-mono text-small hover:border-control"
          >
            {one}
          </button>
        ))}
      </div>
      <p aria-live="polite" className="text-small text-muted">
        {t("count", { count: hits.length, all: TOPICS.length })}
      </p>
      <ul className="grid gap-1">
        {TOPICS.map((topic) => (
          <Topic key={topic} topic={topic} hit={hits.includes(topic)} />
        ))}
      </ul>
    </div>
  );
}

function Topic({ topic, hit }: { topic: string; hit: boolean }) {
  const t = useTranslations("help.filters");
  const Icon = hit ? Check : Minus;
  return (
    <li className={hit ? "flex items-center gap-2" : "flex items-center gap-2 text-muted"}>
      <Icon aria-hidden className={hit ? "size-4 shrink-0 text-live" : "size-4 shrink-0"} />
      <span className="font-mono text-small break-all wrap-anywhere">{topic}</span>
      <span className="text-small">{t(hit ? "hit" : "miss")}</span>
    </li>
  );
}
