import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { isSetUp } from "#server/sql/users";
import { Front } from "@/_ui/shell/front";
import { readTheme } from "@/_ui/shell/read-theme";
import { CodeForm } from "./code-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.join"))("title") };
}

/** Where the code on the wall is typed. */
export default async function JoinPage() {
  if (!(await isSetUp())) redirect("/setup");
  const t = await getTranslations("account.join");
  return (
    <Front theme={await readTheme()} title={t("title")} text={t("codeText")}>
      <CodeForm />
    </Front>
  );
}
