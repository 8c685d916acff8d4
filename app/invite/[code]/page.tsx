import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { hashOfInvitation } from "#server/authority/invitation";
import { mayMakeClass } from "#server/authority/may";
import { findActor } from "#server/authority/page";
import { findInvitation } from "#server/sql/invitations";
import { isSetUp } from "#server/sql/users";
import { Banner } from "@/_ui/banner";
import { Front } from "@/_ui/shell/front";
import { readTheme } from "@/_ui/shell/read-theme";
import { AcceptForm } from "./accept-form";
import { InvitedForm } from "./invited-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people.invite"))("title") };
}

type Props = { params: Promise<{ code: string }> };

/** Where an invitation leads: an account for who is new, one button for who has one. */
export default async function InvitePage({ params }: Props) {
  if (!(await isSetUp())) redirect("/setup");
  const { code } = await params;
  const found = await findInvitation(hashOfInvitation(code));
  const t = await getTranslations("people.invite");
  const theme = await readTheme();
  if (!found) return <Front theme={theme} title={t("endedTitle")} text={t("ended")} />;
  const actor = await findActor();
  return (
    <Front
      theme={theme}
      title={t("pageTitle", { class: found.class.name })}
      text={t("pageText", { by: found.by })}
    >
      {actor === null && <InvitedForm code={code} />}
      {actor !== null && mayMakeClass(actor) && (
        <AcceptForm code={code} name={actor.name} slug={found.class.slug} />
      )}
      {actor !== null && !mayMakeClass(actor) && (
        <Banner tone="warning">{t("student", { name: actor.name })}</Banner>
      )}
    </Front>
  );
}
