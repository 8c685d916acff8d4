import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActorOrSignIn } from "#server/authority/page";
import { historyLimits } from "#server/sql/history-limits";
import { historyOf } from "#server/sql/history-size";
import { LiveRefresh } from "@/_live/live-refresh";
import { Banner } from "@/_ui/banner";
import { PageHeader } from "@/_ui/page-header";
import { visitOf } from "../_parts/class-of";
import { ArchivePanel } from "./_parts/archive-panel";
import { HistoryPanel } from "./_parts/history-panel";
import { LimitsPanel } from "./_parts/limits-panel";
import { NamePanel } from "./_parts/name-panel";
import { RightsPanel } from "./_parts/rights-panel";
import { DeletePanel } from "./_parts/term/delete-panel";
import { ExportPanel } from "./_parts/term/export-panel";

type Props = { params: Promise<{ class: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

/** What its instructors say about a class: name, rights, limits, how long it remembers. */
export default async function SettingsPage({ params }: Props) {
  const { class: slug } = await params;
  const actor = await requireActorOrSignIn(`/c/${slug}/settings`);
  const { room } = await visitOf(slug);
  if (room?.role !== "instructor") notFound();
  const [t, tClass] = [await getTranslations("settings"), await getTranslations("class")];
  const history = await historyOf(actor, slug);
  const open = room.archivedAt === null;
  const remembered = (
    <HistoryPanel class={slug} history={history} most={historyLimits.require()} open={open} />
  );
  return (
    <>
      <LiveRefresh class={slug} />
      <PageHeader title={t("title")} />
      {!open && (
        <div className="mb-6">
          <Banner>{tClass("archived")}</Banner>
        </div>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          {open && (
            <>
              <NamePanel room={room} />
              <RightsPanel class={slug} settings={room.settings} />
              <LimitsPanel class={slug} limits={room.settings.limits} />
            </>
          )}
          {!open && remembered}
        </div>
        <div className="grid gap-6">
          {open && remembered}
          <ExportPanel class={slug} />
          <ArchivePanel room={room} />
          <DeletePanel room={room} />
        </div>
      </div>
    </>
  );
}
