import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

export type PanelProps = {
  /** A heading of the second level; leave out only where the content brings its own. */
  title?: ReactNode;
  actions?: ReactNode;
  className?: string;
  /** No padding inside: for lists and tables that bring their own hairlines. */
  flush?: boolean;
  children: ReactNode;
};

/** A part of a page: one hairline around it, a heading, its actions at the right. */
export function Panel({ title, actions, className, flush = false, children }: PanelProps) {
  const heading = useId();
  return (
    <section
      aria-labelledby={title ? heading : undefined}
      className={clsx("isolate rounded-panel border border-line bg-panel", className)}
    >
      {(title || actions) && (
        <header
          className={clsx(
            "flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2",
            flush && "border-b border-line",
          )}
        >
          {title && (
            <h2 id={heading} className="font-semibold">
              {title}
            </h2>
          )}
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={clsx(!flush && "px-4 pb-4", !flush && !title && !actions && "pt-4")}>{children}</div>
    </section>
  );
}
