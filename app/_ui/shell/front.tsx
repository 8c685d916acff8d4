import type { ReactNode } from "react";
import type { Theme } from "@/_ui/theme";
import { Brand } from "./brand";
import { SkipLink } from "./skip-link";
import { ViewMenu } from "./view-menu";

export type FrontProps = {
  theme: Theme;
  title: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
};

/** The frame of pages for people who are not in yet: one narrow column, one thing to do. */
export function Front({ theme, title, text, children }: FrontProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="flex min-h-14 items-center justify-between px-4 sm:px-6">
        <Brand />
        <ViewMenu theme={theme} />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-md grow px-4 pt-4 pb-12 outline-none sm:pt-[10vh]"
      >
        <h1 className="text-title font-semibold">{title}</h1>
        {text && <p className="mt-1 text-muted">{text}</p>}
        {children && <div className="mt-6">{children}</div>}
      </main>
    </div>
  );
}
