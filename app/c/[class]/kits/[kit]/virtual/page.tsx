import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { mayManageKit } from "#server/authority/may";
import { requireActorOrSignIn } from "#server/authority/page";
import { findKit } from "#server/sql/kits";
import { FIRST_EXAMPLE } from "@/_live/virtual/example-names";
import { Button } from "@/_ui/button";
import { PageHeader } from "@/_ui/page-header";
import { OnlineElsewhere } from "../../../virtual/_parts/online-elsewhere";
import { VirtualKit } from "../../../virtual/_parts/virtual-kit";
import { KitPresence } from "../_parts/kit-presence";

type Props = { params: Promise<{ class: string; kit: string }> };

/** A kit without its hardware, for those who have its key: its owner and the class's instructors. */
export default async function VirtualKitPage({ params }: Props) {
  const { class: className, kit: slug } = await params;
  const base = `/c/${className}/kits/${slug}`;
  const actor = await requireActorOrSignIn(`${base}/virtual`);
  const at = Date.now();
  const kit = await findKit(actor, className, slug);
  if (!kit || !mayManageKit(actor, className, { slug, ownerId: kit.owner?.id ?? null })) notFound();
  const t = await getTranslations("virtual");
  return (
    <>
      <PageHeader
        title={t("titleOf", { kit: kit.name })}
        crumbs={[{ href: base, label: kit.name }]}
        mark={<KitPresence class={className} kit={kit} at={at} />}
        text={t("text")}
        actions={
          <Button asChild>
            <Link href={base} prefetch={false}>
              {t("readingsOf")}
            </Link>
          </Button>
        }
      />
      <div className="grid max-w-4xl gap-6">
        <OnlineElsewhere class={className} kit={kit} at={at} />
        <VirtualKit
          class={className}
          kit={slug}
          title={t("board")}
          example={FIRST_EXAMPLE}
          autoStart={false}
        />
      </div>
    </>
  );
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { class: className, kit: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${className}/kits/${slug}/virtual`);
  const kit = await findKit(actor, className, slug);
  return kit ? { title: (await getTranslations("virtual"))("titleOf", { kit: kit.name }) } : {};
}
