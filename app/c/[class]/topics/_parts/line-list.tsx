"use client";

import { useTranslations } from "next-intl";
import { MOST_LINES } from "@/_live/chart-address";
import { type LineChoice, pathOf } from "./line-choices";

type LineListProps = {
  choices: readonly LineChoice[];
  picked: readonly string[];
  onPick: (ids: readonly string[]) => void;
};

/** All numbers that can be drawn, under their topics; as many can be picked as can be told apart. */
export function LineList({ choices, picked, onPick }: LineListProps) {
  const t = useTranslations("chart.compare");
  const full = picked.length >= MOST_LINES;
  const topics = [...new Map(choices.map((choice) => [choice.topic, choice])).values()];
  const toggle = (id: string) =>
    onPick(picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id]);
  if (choices.length === 0) return <p className="text-muted">{t("none")}</p>;
  return (
    <>
      <div className="-mx-2 max-h-[50vh] overflow-y-auto">
        {topics.map(({ topic, topicName, unit }) => {
          const own = choices.filter((choice) => choice.topic === topic);
          const row = (choice: LineChoice, label: string) => (
            <Row
              key={choice.id}
              label={label}
              unit={unit}
              checked={picked.includes(choice.id)}
              disabled={full && !picked.includes(choice.id)}
              onToggle={() => toggle(choice.id)}
            />
          );
          const [first] = own;
          if (own.length === 1 && first?.field === "") return row(first, nameOf(topic, topicName));
          return (
            <fieldset key={topic} className="py-1">
              <legend className="px-2 text-small text-muted">{nameOf(topic, topicName)}</legend>
              {own.map((choice) => row(choice, choice.field === "" ? topicName : choice.field))}
            </fieldset>
          );
        })}
      </div>
      <p aria-live="polite" className="mt-2 min-h-5 text-small text-muted">
        {full && t("full", { most: MOST_LINES })}
      </p>
    </>
  );
}

/** A label does not say of which kit it is. */
function nameOf(topic: string, topicName: string): string {
  const path = pathOf(topic);
  return path.endsWith(`/${topicName}`) ? path : `${topicName} · ${path}`;
}

type RowProps = {
  label: string;
  unit: string | null;
  checked: boolean;
  disabled: boolean;
  onToggle: () => void;
};

function Row({ label, unit, checked, disabled, onToggle }: RowProps) {
  return (
    <label className="flex min-h-control-small items-center gap-2 rounded-small px-2 hover:bg-sunken has-disabled:text-muted">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={onToggle}
        className="size-4 shrink-0 accent-accent-fill"
      />
      <span className="min-w-0 break-words">{label}</span>
      {unit && <span className="text-small text-muted">{unit}</span>}
    </label>
  );
}
