import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { readTheme } from "@/_ui/shell/read-theme";
import { ToastScope } from "@/_ui/toast";
import { TooltipScope } from "@/_ui/tooltip";

export const metadata: Metadata = {
  title: { default: "Kitroom", template: "%s · Kitroom" },
  icons: { icon: "/mark.svg" },
  robots: { index: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** What every page stands in: language, theme (known before the first picture, so nothing flashes), words, notices. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme();
  return (
    <html
      lang={await getLocale()}
      data-theme={theme === "system" ? undefined : theme}
      suppressHydrationWarning
    >
      <body>
        <NextIntlClientProvider>
          <TooltipScope delayDuration={300}>
            <ToastScope>{children}</ToastScope>
          </TooltipScope>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
