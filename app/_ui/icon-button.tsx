import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  /** What it does: read aloud, and shown on hover and focus. */
  label: string;
  icon: ReactNode;
  /** Off where everybody knows the picture, or where the button is given the focus unasked. */
  tooltip?: boolean;
};

/** A button that is only a picture; its label is always there for those who do not see or do not guess it. */
export function IconButton({ label, icon, tooltip = true, className, ...rest }: IconButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      {...rest}
      className={clsx(
        "inline-grid size-control-small shrink-0 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink disabled:opacity-60 [&>svg]:size-4.5",
        className,
      )}
    >
      {icon}
    </button>
  );
  return tooltip ? <Tooltip text={label}>{button}</Tooltip> : button;
}
