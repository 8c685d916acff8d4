import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { isSetUp } from "#server/sql/users";
import { Button } from "@/_ui/button";
import { Front } from "@/_ui/shell/front";
import { readTheme } from "@/_ui/shell/read-theme";
import { SetupForm } from "./setup-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.setup"))("title") };
}

/** The first minute of a Kitroom: the first instructor's account, made with the code that the server printed. */
export default async function SetupPage() {
  const t = await getTranslations("account.setup");
  const theme = await readTheme();
  if (await isSetUp()) {
    return (
      <Front theme={theme} title={t("doneTitle")} text={t("doneText")}>
        <Button asChild look="primary">
          <Link href="/sign-in">{t("signIn")}</Link>
        </Button>
      </Front>
    );
  }
  return (
    <Front theme={theme} title={t("title")} text={t("text")}>
      <SetupForm />
    </Front>
  );
}
