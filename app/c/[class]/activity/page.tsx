import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import { refusalsOf } from "#server/authority/refusals";
import type { KitActivity } from "#server/contract/activity";
import { activityOf } from "#server/sql/activity";
import { auditOf } from "#server/sql/audit-list";
import { EVERYTHING } from "#server/sql/pages";
import { LiveRefresh } from "@/_live/live-refresh";
import { PageHeader } from "@/_ui/page-header";
import { visitOf } from "../_parts/class-of";
import { AuditPanel } from "./_parts/audit-panel";
import { MessagesPanel } from "./_parts/messages-panel";
import { ReadAgain } from "./_parts/read-again";
import { RefusalsPanel } from "./_parts/refusals-panel";

type Props = { params: Promise<{ class: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

/** Those that say most first, else by name. */
function byActivity(kits: readonly KitActivity[], locale: string): KitActivity[] {
  const names = new Intl.Collator(locale, { numeric: true });
  const total = ({ days }: KitActivity) => days.reduce((sum, messages) => sum + messages, 0);
  return kits.toSorted((a, b) => total(b) - total(a) || names.compare(a.name, b.name));
}

/** What goes on in a class, for its instructors: what was refused and why, how much comes, who did what. */
export default async function ActivityPage({ params }: Props) {
  const { class: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${slug}/activity`);
  const { room } = await visitOf(slug);
  if (room?.role !== "instructor") notFound();
  const t = await getTranslations("activity");
  const [kits, audit] = await Promise.all([
    activityOf(actor, slug, EVERYTHING),
    auditOf(actor, slug, { limit: 50 }),
  ]);
  return (
    <>
      <LiveRefresh class={slug} />
      <ReadAgain />
      <PageHeader title={t("title")} text={t("text")} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 gap-6">
          <RefusalsPanel class={slug} refusals={refusalsOf(slug)} />
          <MessagesPanel class={slug} kits={byActivity(kits.items, await getLocale())} />
        </div>
        <AuditPanel class={slug} first={audit} />
      </div>
    </>
  );
}
