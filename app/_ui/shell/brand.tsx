import Link from "next/link";
import { useTranslations } from "next-intl";

/** The name and its mark: a board with one lit pin. Leads home. `short`: only the mark on a phone, where there is a place to name beside it. */
export function Brand({ short = false }: { short?: boolean }) {
  const t = useTranslations("common");
  return (
    <Link href="/" prefetch={false} className="inline-flex items-center gap-2 rounded-small font-semibold">
      <Mark />
      <span className={short ? "max-sm:sr-only" : undefined}>{t("product")}</span>
    </Link>
  );
}

export function Mark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className} fill="none">
      <rect x="2.75" y="2.75" width="18.5" height="18.5" rx="4.5" stroke="currentColor" strokeWidth="1.5" />
      <g fill="currentColor">
        <circle cx="8" cy="8" r="1.5" />
        <circle cx="8" cy="16" r="1.5" />
        <circle cx="16" cy="16" r="1.5" />
      </g>
      <circle cx="16" cy="8" r="3" className="fill-accent" />
    </svg>
  );
}
