"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { READING, TEMPERATURE } from "@/_live/virtual/parts";
import type { VirtualUno } from "@/_live/virtual/virtual-uno";
import { PushButton } from "./push-button";
import { Slider } from "./slider";

/** What is wired to the board, to touch: by pointer, finger, keyboard and screen reader alike. */
export function PartsPanel({ uno }: { uno: VirtualUno }) {
  const t = useTranslations("virtual");
  const format = useFormatter();
  const { pressed, dial, temperature, light } = useSyncExternalStore(
    uno.touch.subscribe,
    uno.touch.read,
    uno.touch.read,
  );
  return (
    <div className="grid gap-4">
      <PushButton pressed={pressed} onPressed={(pressed) => uno.set({ pressed })} />
      <Slider
        label={t("dial")}
        pin="A0"
        value={dial}
        text={String(dial)}
        {...READING}
        onValue={(dial) => uno.set({ dial })}
      />
      <Slider
        label={t("temperature")}
        pin="A1"
        value={temperature}
        text={format.number(temperature, { style: "unit", unit: "celsius", minimumFractionDigits: 1 })}
        {...TEMPERATURE}
        step={0.5}
        onValue={(temperature) => uno.set({ temperature })}
      />
      <Slider
        label={t("light")}
        pin="A2"
        value={light}
        text={String(light)}
        {...READING}
        onValue={(light) => uno.set({ light })}
      />
    </div>
  );
}
