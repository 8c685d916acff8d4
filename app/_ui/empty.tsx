import type { ReactNode } from "react";

export type EmptyProps = {
  /** What is not there yet, as a short sentence: "No kits yet". */
  title: string;
  /** What to do next. */
  text?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
};

/** A place with nothing in it yet: says what to do and lets one do it there. */
export function Empty({ title, text, action }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-2 rounded-panel border border-dashed border-control px-4 py-12 text-center">
      <p className="font-semibold">{title}</p>
      {text && <p className="max-w-prose text-muted">{text}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
