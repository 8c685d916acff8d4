import { clsx } from "clsx";
import { CopyButton } from "./copy-button";

export type CopyLineProps = {
  text: string;
  /** "Copy the key" */
  label: string;
  /** Wraps onto several lines instead of scrolling sideways. */
  wrap?: boolean;
};

/** A command, an address or a key as it must be typed, with its copy button. */
export function CopyLine({ text, label, wrap = false }: CopyLineProps) {
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-control border border-line bg-sunken pl-3">
      {/* What scrolls sideways must be reachable by keyboard (WCAG 2.1.1). */}
      <pre
        tabIndex={wrap ? undefined : 0}
        className={clsx(
          "min-w-0 grow py-2 font-mono text-small",
          wrap ? "wrap-anywhere whitespace-pre-wrap" : "overflow-x-auto",
        )}
      >
        {text}
      </pre>
      <span className="shrink-0 p-0.5">
        <CopyButton text={text} label={label} />
      </span>
    </div>
  );
}
