import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/_ui/button";
import type { Theme } from "@/_ui/theme";
import { Brand } from "./brand";
import { PersonMenu } from "./person-menu";
import { SkipLink } from "./skip-link";
import { ViewMenu } from "./view-menu";

export type ShellProps = {
  /** Who is signed in; null on a page that is for everybody. */
  name: string | null;
  theme: Theme;
  /** Where one is: the class. */
  place?: { name: string; href: string };
  /** The place's pages. */
  nav?: ReactNode;
  /** Above the page: the connection is lost. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of every signed-in page: a thin bar with place, language, theme and account; then the page. */
export function Shell({ name, theme, place, nav, banner, children }: ShellProps) {
  const t = useTranslations("common");
  return (
    <div className="flex min-h-dvh flex-col print:block">
      <SkipLink />
      <header className="sticky top-0 z-20 border-b border-line bg-panel print:hidden">
        <div className="mx-auto flex max-w-[120rem] flex-wrap items-center gap-x-3 px-4 sm:px-6">
          <div className="flex h-14 min-w-0 items-center gap-x-3">
            <Brand short={place !== undefined} />
            {place && <Place {...place} />}
          </div>
          {nav && <div className="max-sm:order-last max-sm:-ml-2.5 max-sm:w-full max-sm:pb-1">{nav}</div>}
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <ViewMenu theme={theme} />
            {name === null ? <SignInLink /> : <PersonMenu name={name} />}
          </div>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        aria-label={t("content")}
        className="mx-auto w-full max-w-[120rem] grow px-4 py-6 outline-none sm:px-6 print:p-0"
      >
        {banner && <div className="print:hidden">{banner}</div>}
        {children}
      </main>
    </div>
  );
}

function SignInLink() {
  const t = useTranslations("common.person");
  return (
    <Button asChild size="small" look="plain">
      <Link href="/sign-in" prefetch={false}>
        {t("signIn")}
      </Link>
    </Button>
  );
}

function Place({ name, href }: { name: string; href: string }) {
  return (
    <>
      <span aria-hidden className="text-control">
        /
      </span>
      <Link
        href={href}
        prefetch={false}
        className="max-w-[40vw] truncate rounded-small font-medium sm:max-w-80"
      >
        {name}
      </Link>
    </>
  );
}
