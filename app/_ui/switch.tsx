"use client";

import { Switch as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";

export type SwitchProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** Something that is on or off. Outside of a form it takes effect at once. */
export function Switch({ label, hint, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-small text-muted">
            {hint}
          </p>
        )}
      </div>
      <Primitive.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative h-6 w-11 shrink-0 rounded-full border border-control bg-sunken transition-colors disabled:opacity-60 data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-fill"
      >
        <Primitive.Thumb className="block size-4 translate-x-1 rounded-full bg-control transition-transform motion-reduce:transition-none data-[state=checked]:translate-x-[1.4rem] data-[state=checked]:bg-on-fill" />
      </Primitive.Root>
    </div>
  );
}
