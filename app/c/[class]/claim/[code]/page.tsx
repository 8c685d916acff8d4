import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import { Banner } from "@/_ui/banner";
import { PageHeader } from "@/_ui/page-header";
import { codeInAddress } from "@/join/tidy-code";
import { ClaimForm } from "../../_parts/claim-form";
import { visitOf } from "../../_parts/class-of";

type Props = { params: Promise<{ class: string; code: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cards.claim"))("title") };
}

/** Where the QR code of a kit's card leads: one button, and the kit is the reader's. */
export default async function ClaimPage({ params }: Props) {
  const { class: slug, code } = await params;
  await requireActorOrSignIn(`/c/${slug}/claim/${code}`);
  const { room } = await visitOf(slug);
  if (!room) notFound();
  const [t, tClass] = [await getTranslations("cards.claim"), await getTranslations("class")];
  return (
    <div className="mx-auto max-w-md">
      <PageHeader title={t("title")} text={t("text")} />
      {room.archivedAt === null ? (
        <ClaimForm class={slug} code={codeInAddress(code)} />
      ) : (
        <Banner>{tClass("archived")}</Banner>
      )}
    </div>
  );
}
