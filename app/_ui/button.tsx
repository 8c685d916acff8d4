import { clsx } from "clsx";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { Spinner } from "./spinner";

export type ButtonLook = "primary" | "quiet" | "plain" | "ghost" | "danger";

const LOOKS: Record<ButtonLook, string> = {
  primary: "bg-accent-fill text-on-fill hover:brightness-110",
  quiet: "border border-control bg-panel text-ink hover:bg-sunken",
  plain: "text-accent hover:bg-sunken",
  ghost: "text-muted hover:bg-sunken hover:text-ink",
  danger: "bg-alarm-fill text-on-fill hover:brightness-110",
};

export type ButtonProps = ComponentProps<"button"> & {
  look?: ButtonLook;
  size?: "normal" | "small";
  /** Shows progress and takes no clicks; the label stays, so that the width does. */
  busy?: boolean;
  /** Draws the one child (a link) as a button: `<Button asChild><Link href=…>…</Link></Button>`. */
  asChild?: boolean;
};

/** Something to act upon. One `primary` a view; `quiet` for the rest, `plain` within text and rows, `ghost` in bars, `danger` for deleting. */
export function Button({
  look = "quiet",
  size = "normal",
  busy = false,
  asChild = false,
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const shape = clsx(
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap transition-[background-color,filter]",
    "disabled:opacity-60 disabled:hover:brightness-100",
    size === "small" ? "h-control-small px-2.5 text-small" : "h-control px-4 text-body",
    LOOKS[look],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={shape} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      {...rest}
      className={shape}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
