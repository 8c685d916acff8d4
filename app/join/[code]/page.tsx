import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { openByCode } from "#server/authority/join-code";
import { findActor } from "#server/authority/page";
import { visitorOf } from "#server/authority/visitor";
import { Refusal } from "#server/contract/refusal";
import type { OpenClass } from "#server/sql/admissions";
import { isSetUp } from "#server/sql/users";
import { Banner } from "@/_ui/banner";
import { Front } from "@/_ui/shell/front";
import { readTheme } from "@/_ui/shell/read-theme";
import { CodeForm } from "../code-form";
import { codeInAddress } from "../tidy-code";
import { JoinForm } from "./join-form";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("account.join");
  const found = (await isSetUp()) ? await lookUp(codeInAddress((await params).code)) : null;
  const isOpen = found !== null && found !== "too-many";
  return { title: isOpen ? t("titleOf", { class: found.name }) : t("title") };
}

/** Where the link and the QR code of a class lead: who are you? A code that opens nothing says nothing of any class. */
export default async function JoinByCodePage({ params }: Props) {
  if (!(await isSetUp())) redirect("/setup");
  const code = codeInAddress((await params).code);
  const found = await lookUp(code);
  const t = await getTranslations("account.join");
  const theme = await readTheme();
  const actor = await findActor();
  if (found === "too-many" || found === null) {
    return (
      <Front theme={theme} title={t("title")} text={t("codeText")}>
        <div className="grid gap-4">
          <Banner tone="warning">{found === null ? t("wrongCode") : t("tooMany")}</Banner>
          <CodeForm code={code.slice(0, 12)} />
        </div>
      </Front>
    );
  }
  return (
    <Front theme={theme} title={t("titleOf", { class: found.name })} text={t("text")}>
      <div className="grid gap-6">
        {actor && (
          <Banner>
            {t.rich("signedIn", {
              name: actor.name,
              link: (words) => (
                <Link href="/" className="text-accent underline">
                  {words}
                </Link>
              ),
            })}
          </Banner>
        )}
        <JoinForm code={code} slug={found.slug} pins={found.allowPins} />
      </div>
    </Front>
  );
}

/** Under the same brake as joining itself, or this page would be the place to guess codes at. One look for title and page. */
const lookUp = cache(async (code: string): Promise<OpenClass | "too-many" | null> => {
  try {
    return await openByCode(code, visitorOf(await headers()));
  } catch (error) {
    if (error instanceof Refusal && error.code === "too-many") return "too-many";
    throw error;
  }
});
