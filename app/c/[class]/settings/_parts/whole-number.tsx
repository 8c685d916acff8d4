"use client";

import type { ReactNode } from "react";
import { TextField } from "@/_ui/field";

type Props = {
  name: string;
  label: ReactNode;
  hint: ReactNode;
  error?: string | undefined;
  value: number;
  most: number;
};

/** A line for a whole number from 1 on; the browser refuses others before they are sent. */
export function WholeNumber({ value, most, error, ...field }: Props) {
  return (
    <TextField
      {...field}
      error={error}
      type="number"
      inputMode="numeric"
      min={1}
      max={most}
      step={1}
      required
      defaultValue={value}
      autoComplete="off"
      boxClassName="tabular-nums"
    />
  );
}

/** The numbers that a form holds, by the fields' names. */
export function numbersIn<Name extends string>(
  values: Record<string, string>,
  names: readonly Name[],
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, Number(values[name])])) as Record<Name, number>;
}
