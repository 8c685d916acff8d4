import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import { SHARED } from "#server/contract/topic";
import { kitsOf } from "#server/sql/kits";
import { EVERYTHING } from "#server/sql/pages";
import { topicsOf } from "#server/sql/topics";
import { LiveRefresh } from "@/_live/live-refresh";
import { Empty } from "@/_ui/empty";
import { PageHeader } from "@/_ui/page-header";
import { visitOf } from "../_parts/class-of";
import { TopicTree } from "./_parts/topic-tree";

type Props = { params: Promise<{ class: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("topic.tree"))("title") };
}

/** All topics of a class, by kit, each with what it said last; and a box in which filters can be tried. */
export default async function TopicsPage({ params }: Props) {
  const { class: className } = await params;
  const actor = await requireActorOrSignIn(`/c/${className}/topics`);
  const { room } = await visitOf(className);
  if (!room) notFound();
  const [topics, kits] = await Promise.all([
    topicsOf(actor, className, EVERYTHING),
    kitsOf(actor, className, EVERYTHING),
  ]);
  const t = await getTranslations("topic.tree");
  const groups = [
    ...kits.items.map(({ slug, name }) => ({ slug, name, href: `/c/${className}/kits/${slug}` })),
    { slug: SHARED, name: t("shared"), href: null },
  ];
  return (
    <>
      <LiveRefresh class={className} />
      <PageHeader title={t("title")} text={t("text")} />
      {topics.items.length === 0 ? (
        <Empty title={t("emptyTitle")} text={t("emptyText")} />
      ) : (
        <TopicTree class={className} groups={groups} topics={topics.items} />
      )}
    </>
  );
}
