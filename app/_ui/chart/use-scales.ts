"use client";

import { useFormatter } from "next-intl";
import { useMemo } from "react";
import type { Span } from "#server/contract/buckets";
import { type Side, sidesOf } from "./axes";
import { type ValueAxis, valueAxis } from "./axis";
import type { Line } from "./lines";
import { digitsFor } from "./number-digits";
import { summaryOf } from "./summary";

/** An axis of values at one side, and what its marks say and need. */
export type Scale = {
  side: Side;
  unit: string | null;
  axis: ValueAxis;
  label: (value: number) => string;
  width: number;
};

const CHARACTER_PX = 7.2;
const COMPACT = 1e6;

/** The axes of some lines: one for each unit, round ends around what is seen. The same array while they are the same. */
export function useScales(lines: readonly Line[], span: Span): Scale[] {
  const format = useFormatter();
  const axes = sidesOf(lines).map(({ side, unit }) => ({ side, unit, axis: axisOf(lines, unit, span) }));
  const key = JSON.stringify(axes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of `axes`, which is new each time
  return useMemo(
    () =>
      axes.map(({ side, unit, axis }) => {
        const label = (value: number) =>
          format.number(
            value,
            digitsFor(value, {
              minimumFractionDigits: axis.digits,
              maximumFractionDigits: axis.digits,
              ...(Math.abs(value) >= COMPACT ? { notation: "compact" as const } : {}),
            }),
          );
        const longest = Math.max(...axis.ticks.map((tick) => label(tick).length));
        return { side, unit, axis, label, width: Math.ceil(longest * CHARACTER_PX) + 12 };
      }),
    [key, format],
  );
}

function axisOf(lines: readonly Line[], unit: string | null, span: Span): ValueAxis {
  const found = lines
    .filter((line) => line.unit === unit)
    .map((line) => summaryOf(line.curve(span), span))
    .filter((one) => one !== null);
  return valueAxis(Math.min(...found.map((one) => one.min)), Math.max(...found.map((one) => one.max)));
}
