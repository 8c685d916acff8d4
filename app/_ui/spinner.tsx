import { clsx } from "clsx";

/** A wait, as a turning ring. Without a label it is decoration beside words that already say so. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  const ring = clsx(
    "inline-block size-4 motion-safe:animate-spin motion-reduce:animate-pulse rounded-full border-2 border-current border-r-transparent",
    className,
  );
  if (!label) return <span aria-hidden className={ring} />;
  return (
    <span role="status" className="inline-flex items-center gap-2 text-muted">
      <span aria-hidden className={ring} />
      {label}
    </span>
  );
}
