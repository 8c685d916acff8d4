import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { mayManageClass, mayManageKit, mayPublish } from "#server/authority/may";
import { requireActorOrSignIn } from "#server/authority/page";
import type { Actor } from "#server/contract/actor";
import type { Kit, Topic } from "#server/contract/shapes";
import { findTopicParts } from "#server/contract/topic";
import { findKit } from "#server/sql/kits";
import { findTopic } from "#server/sql/topics";
import { LiveRefresh } from "@/_live/live-refresh";
import { CopyButton } from "@/_ui/copy-button";
import { PageHeader } from "@/_ui/page-header";
import { ExportMenu } from "../../_parts/export-menu";
import { readSeed } from "../_parts/read-seed";
import { EditTopic } from "./_parts/edit-topic";
import { TopicLive } from "./_parts/topic-live";
import { TopicMenu } from "./_parts/topic-menu";

type Props = { params: Promise<{ class: string; topic: string[] }> };

/** The topic after the class; what cannot be decoded stays as it is, and names none. */
function pathOf(levels: readonly string[]): string {
  try {
    return levels.map(decodeURIComponent).join("/");
  } catch {
    return levels.join("/");
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pathOf((await params).topic) };
}

/** One topic: what it says now, the last minutes, its messages, and a box to publish to it. */
export default async function TopicPage({ params }: Props) {
  const { class: className, topic: levels } = await params;
  const path = pathOf(levels);
  const actor = await requireActorOrSignIn(`/c/${className}/topics/${levels.join("/")}`);
  const topic = await findTopic(actor, className, path);
  if (!topic) notFound();
  const kit = topic.kit === null ? null : await findKit(actor, className, topic.kit);
  const rights = rightsTo(actor, topic, kit);
  const t = await getTranslations("topic");
  return (
    <>
      <LiveRefresh class={className} />
      <PageHeader
        title={topic.label ?? topic.stream}
        crumbs={crumbsOf(className, kit, t("tree.title"))}
        text={
          <span className="inline-flex items-center gap-1 font-mono text-small break-all wrap-anywhere">
            {topic.topic}
            <CopyButton text={topic.topic} label={t("copyTopic")} />
          </span>
        }
        actions={
          <>
            <ExportMenu filter={topic.topic} />
            {rights.edit && <EditTopic topic={topic} />}
            {rights.edit && <TopicMenu topic={topic.topic} />}
          </>
        }
      />
      <TopicLive
        topic={topic}
        seed={await readSeed(actor, topic.topic, [topic])}
        publish={rights.publish ? null : (rights.whyNot ?? "not-allowed")}
        owner={kit?.owner?.name ?? null}
      />
    </>
  );
}

function crumbsOf(className: string, kit: Kit | null, topics: string) {
  return [
    { href: `/c/${className}/topics`, label: topics },
    ...(kit ? [{ href: `/c/${className}/kits/${kit.slug}`, label: kit.name }] : []),
  ];
}

export type WhyNot = "archived" | "errors" | "not-allowed";

function rightsTo(actor: Actor, { topic }: Topic, kit: Kit | null) {
  const parts = findTopicParts(topic);
  if (!parts) return { edit: false, publish: false, whyNot: null };
  const facts = kit && {
    slug: kit.slug,
    ownerId: kit.owner?.id ?? null,
    shareControl: kit.shareControl,
  };
  const archived = actor.standings.get(parts.class)?.archived === true;
  const whyNot: WhyNot | null = archived ? "archived" : parts.kind === "errors" ? "errors" : null;
  return {
    edit: facts ? mayManageKit(actor, parts.class, facts) : mayManageClass(actor, parts.class) && !archived,
    publish: mayPublish(actor, { class: parts.class, kind: parts.kind, kit: facts }),
    whyNot,
  };
}
