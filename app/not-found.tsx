import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/_ui/button";
import { Front } from "@/_ui/shell/front";
import { readTheme } from "@/_ui/shell/read-theme";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.notFound"))("title") };
}

/** Nothing at this address, or nothing that this reader may know of: the same page for both. */
export default async function NotFound() {
  const t = await getTranslations("common.notFound");
  return (
    <Front theme={await readTheme()} title={t("title")} text={t("text")}>
      <Button asChild look="primary">
        <Link href="/">{t("home")}</Link>
      </Button>
    </Front>
  );
}
