import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type PageHeaderProps = {
  title: ReactNode;
  /** The way back, outermost first; the page itself is not among them. */
  crumbs?: readonly { href: string; label: string }[];
  /** Beside the title: presence, a badge. */
  mark?: ReactNode;
  /** Under the title, quietly. */
  text?: ReactNode;
  actions?: ReactNode;
};

/** The head of a page: where one is, the one heading of the first level, what one can do. */
export function PageHeader({ title, crumbs = [], mark, text, actions }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-44 flex-1">
          <div className="flex min-h-control flex-wrap items-center gap-x-3">
            <h1 className="min-w-0 text-title font-semibold">{title}</h1>
            {mark}
          </div>
          {text && <p className="text-muted">{text}</p>}
        </div>
        {actions && <div className="flex min-h-control flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly { href: string; label: string }[] }) {
  const t = useTranslations("common");
  return (
    <nav aria-label={t("breadcrumb")}>
      <ol className="flex flex-wrap text-small text-muted">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="after:mx-1.5 after:content-['/'] after:[content:'/'/'']">
            <Link href={crumb.href} prefetch={false} className="hover:text-ink hover:underline">
              {crumb.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
