import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findActor } from "#server/authority/page";
import { isSetUp } from "#server/sql/users";
import { Front } from "@/_ui/shell/front";
import { readTheme } from "@/_ui/shell/read-theme";
import { safePath } from "@/_ui/shell/safe-path";
import { readWay, WAY_COOKIE, wayTo } from "./way";
import { WaysIn } from "./ways-in";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.signIn"))("title") };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

/** Students sign in by class and user name, instructors by e-mail; the way that was taken last stands open. */
export default async function SignInPage({ searchParams }: Props) {
  if (!(await isSetUp())) redirect("/setup");
  const next = safePath((await searchParams).next);
  if (await findActor()) redirect(next);
  const t = await getTranslations("account.signIn");
  const way = wayTo(next, readWay((await cookies()).get(WAY_COOKIE)?.value));
  return (
    <Front theme={await readTheme()} title={t("title")}>
      <WaysIn next={next} way={way} />
    </Front>
  );
}
