import { clsx } from "clsx";

export type ValueProps = {
  /** Already in the reader's locale. */
  text: string;
  unit?: string | null;
  size?: "normal" | "large";
  /** Older than it should be: drawn quietly. */
  stale?: boolean;
};

/** A live value: the largest thing where it stands, in numbers that do not jump, its unit small beside it. */
export function Value({ text, unit, size = "normal", stale = false }: ValueProps) {
  return (
    <span className={clsx("inline-flex min-w-0 items-baseline gap-1", stale && "text-muted")}>
      <span
        className={clsx(
          "truncate font-semibold tabular-nums",
          size === "large" ? "text-value" : "text-title",
        )}
      >
        {text}
      </span>
      {unit && <span className="text-small text-muted">{unit}</span>}
    </span>
  );
}
