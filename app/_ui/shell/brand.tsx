import Link from "next/link";
import { useTranslations } from "next-intl";

/** The name and its mark: a board with one lit pin. Leads home. */
export function Brand() {
  const t = useTranslations("common");
  return (
    <Link href="/" className="inline-flex items-center gap-2 rounded-small font-semibold">
      <Mark />
      {t("product")}
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
