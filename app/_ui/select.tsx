import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { Field, type FieldProps } from "./field";

export type SelectProps = Omit<FieldProps, "children"> &
  Omit<ComponentProps<"select">, "id" | "children" | "className"> & {
    options: readonly { value: string; label: string }[];
  };

/** One of many, with its label. The platform's own list: it is the fastest on a phone and the best known to everybody. */
export function Select({ label, hint, error, className, options, ...select }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(className ? { className } : {})}>
      {(wiring) => (
        <select {...select} {...wiring} className={clsx("control-box")}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
