"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

/** What the control inside a Field must carry, so that label, hint and error are read with it. */
export type FieldWiring = { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean };

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words; shown under the control and announced. */
  error?: string | undefined;
  className?: string;
  children: (wiring: FieldWiring) => ReactNode;
};

/** A label, any control, its hint and its error: `<Field label="Unit">{(wiring) => <input {...wiring} />}</Field>`. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={clsx("grid gap-1", className)}>
      <label htmlFor={id} className="w-fit font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": notes || undefined, "aria-invalid": Boolean(error) })}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-muted">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} aria-live="polite" className="text-small text-alarm empty:hidden">
        {error}
      </p>
    </div>
  );
}

export type TextFieldProps = Omit<FieldProps, "children" | "className"> &
  Omit<ComponentProps<"input">, "id" | "children"> & { boxClassName?: string };

/** A line of text with its label. */
export function TextField({ label, hint, error, className, boxClassName, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(className ? { className } : {})}>
      {(wiring) => <input type="text" {...input} {...wiring} className={clsx("control-box", boxClassName)} />}
    </Field>
  );
}
