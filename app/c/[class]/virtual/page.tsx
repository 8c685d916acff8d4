import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { mayManageKit } from "#server/authority/may";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Kit } from "#server/contract/shapes";
import { kitsOf } from "#server/sql/kits";
import { EVERYTHING } from "#server/sql/pages";
import { FIRST_EXAMPLE, readRun } from "@/_live/virtual/example-names";
import { Button } from "@/_ui/button";
import { Empty } from "@/_ui/empty";
import { PageHeader } from "@/_ui/page-header";
import { visitOf } from "../_parts/class-of";
import { drawKits } from "../_parts/draw-kits";
import { KitTiles } from "../_parts/kit-tiles";
import { VirtualKit } from "./_parts/virtual-kit";

type Props = {
  params: Promise<{ class: string }>;
  searchParams: Promise<{ run?: string | string[] }>;
};

/** Several virtual kits side by side: those that `?run=` names start by themselves; without it, one's own to start. */
export default async function VirtualClassPage({ params, searchParams }: Props) {
  const { class: className } = await params;
  const actor = await requireActorOrSignIn(`/c/${className}/virtual`);
  const { room } = await visitOf(className);
  if (!room) notFound();
  const { run } = await searchParams;
  const runs = readRun(typeof run === "string" ? run : undefined);
  const { items } = await kitsOf(actor, className, EVERYTHING);
  const isShown = ({ slug, owner }: Kit) => (runs.size > 0 ? runs.has(slug) : owner?.id === actor.id);
  const kits = items.filter(
    (kit) =>
      isShown(kit) && mayManageKit(actor, className, { slug: kit.slug, ownerId: kit.owner?.id ?? null }),
  );
  const drawn = await drawKits(actor, className);
  const t = await getTranslations("virtual");
  return (
    <>
      <PageHeader
        title={t("title")}
        text={t("textClass")}
        actions={
          <Button asChild>
            <Link href={`/c/${className}`} prefetch={false}>
              {t("toClass")}
            </Link>
          </Button>
        }
      />
      {kits.length === 0 ? (
        <Empty title={t("noneTitle")} text={t("noneText")} />
      ) : (
        <div className="grid gap-6">
          <KitTiles
            drawn={{ ...drawn, kits: drawn.kits.filter(({ slug }) => kits.some((kit) => kit.slug === slug)) }}
            me={actor.id}
            mineFirst={false}
          />
          <div className="grid items-start gap-6 lg:grid-cols-2 2xl:grid-cols-3">
            {kits.map(({ slug, name, online }) => (
              <VirtualKit
                key={slug}
                class={className}
                kit={slug}
                title={name}
                example={runs.get(slug) ?? FIRST_EXAMPLE}
                autoStart={runs.has(slug) && !online}
              />
            ))}
          </div>
        </div>
      )}
    </>
  );
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("virtual"))("title") };
}
