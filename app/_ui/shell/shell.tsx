import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Theme } from "@/_ui/theme";
import { Brand } from "./brand";
import { PersonMenu } from "./person-menu";
import { SkipLink } from "./skip-link";
import { ViewMenu } from "./view-menu";

export type ShellProps = {
  /** Who is signed in. */
  name: string;
  theme: Theme;
  /** Where one is, beside the brand: the class and its pages. */
  place?: ReactNode;
  /** Above the page: the connection is lost. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of every signed-in page: a thin bar with place, language, theme and account; then the page. */
export function Shell({ name, theme, place, banner, children }: ShellProps) {
  const t = useTranslations("common");
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="sticky top-0 z-20 border-b border-line bg-panel">
        <div className="mx-auto flex min-h-14 max-w-[120rem] items-center gap-x-3 px-4 sm:px-6">
          <Brand />
          {place && (
            <>
              <span aria-hidden className="text-line">
                /
              </span>
              <div className="min-w-0 grow">{place}</div>
            </>
          )}
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <ViewMenu theme={theme} />
            <PersonMenu name={name} />
          </div>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        aria-label={t("content")}
        className="mx-auto w-full max-w-[120rem] grow px-4 py-6 outline-none sm:px-6"
      >
        {banner}
        {children}
      </main>
    </div>
  );
}
